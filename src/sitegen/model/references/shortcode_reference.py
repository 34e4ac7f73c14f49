"""A shortcode in a page's text, and where the text between its tags ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

import msgspec

from sitegen.diagnostics import Location, Problem
from sitegen.late_patterns import compile_late
from sitegen.model.image import ImageSet
from sitegen.model.references.collection_reference import Listing, Word
from sitegen.model.references.gallery_reference import Gallery
from sitegen.model.references.reference import Reference, Resolved, Unresolved
from sitegen.model.stored import Stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import PurePosixPath

    from sitegen.diagnostics import Diagnostic
    from sitegen.model.references.contexts import HtmlContext, SiteContext, SiteFiles

__all__ = [
    "EmbedAddress",
    "ShortcodeArgument",
    "ShortcodeCall",
    "ShortcodeClose",
    "ShortcodeEnd",
    "ShortcodeReference",
    "ShortcodeText",
    "ShortcodeTextEnd",
]

_IMAGE = compile_late(r"\.(?:png|jpe?g|gif|webp|avif|svg|tiff?|bmp)\Z", re.IGNORECASE)


class EmbedAddress(Stored, frozen=True):
    """What another site shows in a frame: the address of the frame, and of a page to visit.

    `host` is the host that is contacted for the frame.
    """

    frame: str
    page: str
    host: str


class ShortcodeArgument(Stored, frozen=True):
    """A value as it is written, with the key before it; one by position has none.

    The text of one that is `in_page` stands in the page, up to a `ShortcodeText`.
    """

    key: Word
    value: Word
    in_page: bool = False


class ShortcodeCall(Resolved, frozen=True, tag="shortcode"):
    """A shortcode whose arguments are known to be right.

    `number` tells it from the others of its page, and `has_content` whether text follows up to the
    `ShortcodeClose` of the same number. One that `is_paragraph` is for lines, but stands alone;
    one that `is_block` holds blocks, too.
    Arguments stand in the field for their type: `values` are texts, numbers and URLs, `pages` and
    `entries` keys, `data` the names on the way to a value. `texts` are the numbers of those whose
    text follows in the page; `last_text` is the last number that does, -1 if none does.
    """

    name: str
    number: int
    has_content: bool = False
    is_paragraph: bool = False
    is_block: bool = False
    values: tuple[tuple[str, str | int | float | bool | None], ...] = ()
    images: tuple[tuple[str, ImageSet], ...] = ()
    embeds: tuple[tuple[str, EmbedAddress], ...] = ()
    pages: tuple[tuple[str, str], ...] = ()
    entries: tuple[tuple[str, str], ...] = ()
    data: tuple[tuple[str, tuple[str, ...]], ...] = ()
    galleries: tuple[tuple[str, Gallery], ...] = ()
    texts: tuple[tuple[str, int], ...] = ()
    last_text: int = -1
    listing: Listing | None = None

    def html(self, page: HtmlContext) -> str:
        """Return what the shortcode's template makes of it, without texts of the page."""
        return page.shortcode(self, "", {})

    def needs_figures(self, column: int) -> bool:
        """Tell whether it shows a gallery."""
        del column
        return bool(self.galleries)

    @property
    def has_text(self) -> bool:
        """Tell whether text of the page belongs to it: that between its tags, or of arguments."""
        return self.has_content or self.last_text >= 0

    def named_texts(self, found: Mapping[int, str]) -> dict[str, str]:
        """Return the texts of its arguments by name; `found` has them by number."""
        return {name: found.get(number, "") for name, number in self.texts}

    @property
    def lists_entries(self) -> str:
        """The collection that it lists, whose stylesheet the page needs."""
        if self.listing:
            return self.listing.lists_entries
        return ""


class ShortcodeClose(Resolved, frozen=True, tag="shortcode-end"):
    """The end of the text of the shortcode of this number; nothing is shown there."""

    number: int

    def html(self, page: HtmlContext) -> str:
        """Return nothing."""
        del page
        return ""


class ShortcodeTextEnd(Resolved, frozen=True, tag="shortcode-text"):
    """The end of the text of an argument, counted from 0, of the shortcode of this number."""

    number: int
    argument: int

    def html(self, page: HtmlContext) -> str:
        """Return nothing."""
        del page
        return ""


class ShortcodeReference(Reference, frozen=True, kw_only=True, tag="shortcode"):
    """A shortcode as its author wrote it, `target` being its name.

    `number` tells it from the others of its page. `has_content` if there is text up to the
    `ShortcodeEnd` of that number. `level` is that of headings in it, `place` where it stands: as a
    `block`, in a `line` of text, or `bare` where both may be, as in a cell.
    """

    name: Word
    number: int
    arguments: tuple[ShortcodeArgument, ...] = ()
    has_content: bool = False
    place: str = "block"
    level: int = 2
    resolved: ClassVar[type[Resolved]] = ShortcodeCall

    def resolve(self, site: SiteContext) -> Resolved | Problem:
        """Check the arguments; what is wrong is reported where it is written."""
        return site.shortcode(self) or Unresolved(text=self.unresolved())

    def unresolved(self) -> str:
        """Return the name as it is written."""
        return f"{{{{< {self.target} >}}}}"

    def below(self, level: int) -> ShortcodeReference:
        """Return the shortcode as it stands below a heading of a level."""
        return msgspec.structs.replace(self, level=min(level + 1, 6))

    def standing_in(self, place: str) -> ShortcodeReference:
        """Return the shortcode as it stands in a line of text, or where both may be."""
        return msgspec.structs.replace(self, place=place)

    @property
    def last_text(self) -> int:
        """The number of the last argument whose text stands in the page, -1 if there is none."""
        found = (number for number, each in enumerate(self.arguments) if each.in_page)
        return max(found, default=-1)

    def problem_at(self, word: Word, path: str, problem: Problem) -> Diagnostic:
        """Return the diagnostic of a problem with a word of this shortcode."""
        return problem.at(Location(path=path, line=self.line + word.line, column=word.column))

    def needed_images(self, page: PurePosixPath, files: SiteFiles) -> Iterable[PurePosixPath]:
        """Return the images that its arguments name, and those of folders."""
        for argument in self.arguments:
            target = argument.value.text
            if _IMAGE.search(target):
                path = files.locate(page, target)
                if path:
                    yield path
        for folder in self._folders():
            yield from files.images_in(page, folder)

    def needed_files(self, page: PurePosixPath, files: SiteFiles) -> Iterable[PurePosixPath]:
        """Return the captions files of the folders that its arguments name."""
        for folder in self._folders():
            yield from files.captions_in(page, folder)

    def _folders(self) -> Iterable[str]:
        """Return what may be a folder of images."""
        values = (each.value.text for each in self.arguments)
        return [each for each in values if each.endswith("/") and "//" not in each]


class ShortcodeEnd(Reference, frozen=True, kw_only=True, tag="shortcode-end"):
    """Where the text of the shortcode of this number ends."""

    number: int
    resolved: ClassVar[type[Resolved]] = ShortcodeClose

    def resolve(self, site: SiteContext) -> ShortcodeClose:
        """Return the same, once the site is known."""
        del site
        return ShortcodeClose(number=self.number)


class ShortcodeText(Reference, frozen=True, kw_only=True, tag="shortcode-text"):
    """Where the text of an argument ends, `target` being its name.

    It begins behind the shortcode, or behind the text before. `number` is that of the shortcode,
    `argument` counts the arguments from 0.
    """

    number: int
    argument: int
    resolved: ClassVar[type[Resolved]] = ShortcodeTextEnd

    def resolve(self, site: SiteContext) -> ShortcodeTextEnd:
        """Return the same, once the site is known."""
        del site
        return ShortcodeTextEnd(number=self.number, argument=self.argument)
