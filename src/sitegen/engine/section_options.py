"""The options with which each page is parsed: those of the site, or what its sections say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sitegen.content.front_matter import split_front_matter
from sitegen.content.front_matter_fields import read_fields
from sitegen.content.page_codec import pack_options
from sitegen.content.page_documents import read_document
from sitegen.content.page_names import index_folder
from sitegen.content.text import decode
from sitegen.graph.cascading import cascade_fields
from sitegen.graph.selection import tell_kinds
from sitegen.model import Cascade, FrontMatter, ParsedPage, digest_of

if TYPE_CHECKING:
    from sitegen.content.parse_options import ParseOptions

__all__ = ["PackedOptions", "SectionOptions", "read_cascade_of"]

#: The fields of a page on which parsing it depends.
_PARSED_WITH = frozenset(
    {"language", "macros", "markdown_engine", "nocite", "number_headings", "toc"}
    | {"smart_punctuation", "implicit_figures"}
)


class PackedOptions(NamedTuple):
    """Options as bytes, and their digest."""

    data: bytes
    digest: str


class SectionOptions:
    """Knows the cascades of a site by folder, and from them the options of each page.

    `list_keys` returns the keys of all pages. It is only called if a cascade with options is for
    one kind of pages.
    """

    def __init__(self, options: ParseOptions, list_keys: Callable[[], Iterable[str]]) -> None:
        self._options = options
        self._list_keys = list_keys
        self.usual = _pack(options)
        self.cascades: Mapping[str, tuple[Cascade, ...]] = {}
        self._parsed_with: dict[str, tuple[Cascade, ...]] = {}
        self._packed: dict[tuple[object, ...], PackedOptions] = {}
        self._kind_of: Callable[[ParsedPage], str] | None = None

    def learn(self, cascades: Mapping[str, tuple[Cascade, ...]]) -> None:
        """Use these cascades, by folder."""
        self.cascades = cascades
        self._parsed_with = {
            folder: row
            for folder, row in cascades.items()
            if any(not _PARSED_WITH.isdisjoint(each.names) for each in row)
        }

    def of(self, name: str) -> PackedOptions:
        """Return the options of a page."""
        if not self._parsed_with:
            return self.usual
        folder = index_folder(name)
        key = f"{folder}/index.md" if folder else ""
        page = ParsedPage(path=PurePosixPath(name), front=FrontMatter(), own_key=key)
        front = cascade_fields(page, self._parsed_with, self._tell_kind).front
        macros = tuple(sorted(front.macros.items()))
        numbered = front.number_headings
        smart, figures = front.smart_punctuation, front.implicit_figures
        lists = bool(front.nocite)
        flags = (front.toc, numbered, smart, figures, lists)
        given = (front.language, front.markdown_engine, *flags, macros)
        if given not in self._packed:
            options = msgspec.structs.replace(
                self._options,
                language=front.language or self._options.language,
                engine=front.markdown_engine or self._options.engine,
                toc=front.toc,
                math=msgspec.structs.replace(
                    self._options.math, macros={**self._options.math.macros, **front.macros}
                ),
                number_headings=self._options.number_headings if numbered is None else numbered,
                smart_punctuation=self._options.smart_punctuation if smart is None else smart,
                implicit_figures=self._options.implicit_figures if figures is None else figures,
                lists_works=lists,
            )
            self._packed[given] = _pack(options)
        return self._packed[given]

    def _tell_kind(self, page: ParsedPage) -> str:
        if self._kind_of is None:
            self._kind_of = tell_kinds(self._list_keys())
        return self._kind_of(page)


def _pack(options: ParseOptions) -> PackedOptions:
    data = pack_options(options)
    return PackedOptions(data, digest_of(data.decode()))


def read_cascade_of(name: str, data: bytes, options: ParseOptions) -> tuple[Cascade, ...]:
    """Return the cascade in the bytes of a page, without parsing its text."""
    if b"cascade" not in data:
        return ()
    document = read_document(data, PurePosixPath(name))
    text = document.text if document else decode(data, name)[0]
    fields = split_front_matter(text, name).fields
    front, _ = read_fields(fields, name, options.zone, options.taxonomies)
    return front.cascade
