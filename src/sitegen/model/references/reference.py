"""The base classes of references and resolved references, and how they are decoded."""

from __future__ import annotations

import functools
import operator
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import msgspec

from sitegen import registry
from sitegen.model.stored import Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import PurePosixPath

    from sitegen.diagnostics import Problem
    from sitegen.model.drawing import DrawingJob
    from sitegen.model.labels import Label
    from sitegen.model.references.contexts import HtmlContext, SiteContext, SiteFiles

__all__ = ["Reference", "References", "Resolved", "ResolvedSlots", "Unresolved", "decode_slots"]


class Resolved(Stored, frozen=True):
    """What a reference stands for, known once the whole site is. Subclasses need a `tag`.

    `has_image` tells whether an image shows, which browsers should load at once if it is the first
    of the page.
    """

    has_image: ClassVar[bool] = False

    def html(self, page: HtmlContext) -> str:
        """Return the HTML that goes into the slot: text for an attribute, or whole elements."""
        raise NotImplementedError

    def needs_figures(self, column: int) -> bool:
        """Tell whether it needs the script and stylesheet for figures.

        `column` is the width of the text in pixels.
        """
        del column
        return False

    @property
    def listed_collections(self) -> tuple[str, ...]:
        """The names of the collections whose entries it lists."""
        return (self.lists_entries,) if self.lists_entries else ()

    @property
    def literal_parts(self) -> tuple[str, ...]:
        """The HTML of a text that it brings along, without that of slots in it."""
        return ()

    @property
    def lists_entries(self) -> str:
        """The name of the collection whose entries it lists, if it does."""
        return ""


class Unresolved(Resolved, frozen=True, tag="unresolved"):
    """Stands for a reference that could not be resolved; a diagnostic has told why.

    `text` is what is shown in its place, if the author has turned that diagnostic down.
    """

    text: str = ""

    def html(self, page: HtmlContext) -> str:
        """Return the text."""
        del page
        return escape(self.text)


class Reference(Stored, frozen=True):
    """What an author named in a page's text, and where. Subclasses need a `tag`.

    `target` is what was written, `line` and `column` its place in the file, 0 if it is not known.
    `resolved` is the class of what `resolve` returns; one that `draws` has a `drawing`. Until
    references are collected, the element for the slot has the attribute `mark`, if there is one.
    """

    target: str
    line: int
    column: int = 0
    draws: ClassVar[bool] = False
    mark: ClassVar[str] = ""
    resolved: ClassVar[type[Resolved]]

    def resolve(self, site: SiteContext) -> Resolved | Problem:
        """Return what this stands for, or why it cannot be told."""
        raise NotImplementedError

    def unresolved(self) -> str:
        """Return what to show if this cannot be resolved: nothing, unless a subclass knows."""
        return ""

    def plain_text(self, words: Mapping[str, str]) -> str:
        """Return what stands for this in texts that are made of the page, such as its summary.

        `words` are the theme's in the language of the page.
        """
        del words
        return ""

    @property
    def in_summary(self) -> str:
        """How a summary shows this until it is resolved; empty if it then shows nothing else."""
        return ""

    @property
    def defines(self) -> Label | None:
        """What this defines for others to refer to; its name is an id in the HTML for the slot."""
        return None

    @property
    def inner(self) -> tuple[Reference, ...]:
        """The references in a text of this, such as its caption."""
        return ()

    @property
    def own_id(self) -> str:
        """The id of an element in the HTML for the slot, to which others may link."""
        return self.defines.name if self.defines else ""

    def drawing(self, read: Callable[[str], str | None]) -> DrawingJob | None:
        """Return what has to be drawn before this can be resolved.

        `read` returns the text of a file that is named in the page, None if there is none.
        """
        del read
        return None

    def below(self, level: int) -> Reference:
        """Return this as it stands below a heading of a level, 1 for the title of the page."""
        del level
        return self

    def standing_in(self, place: str) -> Reference:
        """Return this as it stands in a `line` of text, or `bare`, as in a cell or a list item."""
        del place
        return self

    def needed_images(self, page: PurePosixPath, files: SiteFiles) -> Iterable[PurePosixPath]:
        """Return the images to be looked at before this can be resolved.

        `page` is the path of the page with the reference. What is missing is left out here and
        reported by `resolve`.
        """
        del page, files
        return ()

    def needed_files(self, page: PurePosixPath, files: SiteFiles) -> Iterable[PurePosixPath]:
        """Return the files to be read before this can be resolved, of kinds read only if needed."""
        del page, files
        return ()


_Value = TypeVar("_Value", Reference, Resolved)


class _Values(tuple[_Value, ...]):
    """Values of several classes. Most questions to them concern few classes, on few pages."""

    # Without slots, each page would hold a dictionary: to ask for the classes again takes less.
    __slots__ = ()

    @property
    def kinds(self) -> frozenset[type[_Value]]:
        """The classes of these values."""
        return frozenset(map(type, self))

    def with_own(self, name: str) -> Sequence[_Value]:
        """Return the values whose class has a method or property of its own, not of the base."""
        kinds = _kinds_with_own(self.kinds, name)
        return [each for each in self if type(each) in kinds] if kinds else ()


@functools.lru_cache
def _kinds_with_own(kinds: frozenset[type], name: str) -> frozenset[type]:
    inherited = {getattr(base, name, None) for base in (Reference, Resolved)}
    return frozenset(kind for kind in kinds if getattr(kind, name) not in inherited)


class References(_Values[Reference]):
    """The references of a fragment, in the order of its slots."""

    __slots__ = ()


class ResolvedSlots(_Values[Resolved]):
    """What goes into the slots of a fragment, in their order."""

    __slots__ = ()


def decode_slots(
    kind: type[References | ResolvedSlots], values: list[Any], dec_hook: Callable[[type, Any], Any]
) -> References | ResolvedSlots:
    """Return references or resolved values from decoded JSON or MessagePack.

    Which classes there are is only known when the registry is read, so msgspec cannot decode them
    by annotations. `dec_hook` decodes what msgspec does not know inside of them.
    """
    if not values:
        return kind()
    holder = _holder(kind, registry.REFERENCES.load())
    return kind(msgspec.convert([values], holder, dec_hook=dec_hook).values)


@functools.lru_cache
def _holder(kind: type[References | ResolvedSlots], references: tuple[type[Reference], ...]) -> Any:
    """Return a struct of which msgspec keeps how to decode it."""
    known: Iterable[type] = references
    if kind is ResolvedSlots:
        known = dict.fromkeys((Unresolved, *(each.resolved for each in references)))
    value = functools.reduce(operator.or_, known)
    values = tuple[value, ...]  # type: ignore[valid-type]  # only known at run time
    return msgspec.defstruct("SlotValues", [("values", values)], array_like=True)
