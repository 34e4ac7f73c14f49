"""Bibliographies as source files: BibTeX, BibLaTeX, CSL-JSON and CSL-YAML.

Assembling gets them as `Inputs.sources["bibliographies"]`: tuples of `Work` by the paths of files.
Their works are publications of the site. Those of `"cited_bibliographies"`, which the configuration
names, and of `"page_bibliographies"`, which the front matter of a page names, are only cited.
"""

from __future__ import annotations

from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sitegen.config.bibliography_paths import (
    BIBTEX_SUFFIX,
    CSL_SUFFIXES,
    is_bibliography_read,
    may_be_bibliography,
)
from sitegen.content.source_kind import ParsedValue, ValueKind
from sitegen.content.text import decode, find_scrambled, position
from sitegen.diagnostics import Diagnostic, Location
from sitegen.late_patterns import compile_late
from sitegen.model import Work
from sitegen.model.codec import encode_msgpack, msgpack_decoder
from sitegen.research.entry_excess import too_many_entries

if TYPE_CHECKING:
    from sitegen.config import Config
    from sitegen.model import SourceFile

__all__ = ["BIBLIOGRAPHIES", "CITED_BIBLIOGRAPHIES", "PAGE_BIBLIOGRAPHIES", "Bibliographies"]

_DECODER = msgpack_decoder(tuple[Work, ...])
#: Where an entry begins: to count these is much quicker than to read them. Nearly all that it finds
#: are entries, and a limit need not be exact.
_ENTRY = compile_late(r"@[ \t]*(?!(?i:comment|string|preamble|xdata)\b)[^\W\d][\w-]*\s*[{(]")


class Bibliographies(ValueKind):
    """Files of works, by their paths."""

    name = "bibliographies"
    only_assembled = True
    #: The setting of `[limits]` that says how many entries a file may have.
    limit = "bibliography_entries"

    def matches(self, path: PurePosixPath) -> bool:
        """Tell what may be a bibliography by its folder and its suffix."""
        suffix = path.suffix.casefold()
        return (suffix == BIBTEX_SUFFIX or suffix in CSL_SUFFIXES) and may_be_bibliography(
            str(path)
        )

    def options(self, config: Config) -> str:
        """Return the patterns of the files that are read, and of those that are only cited.

        The first line is how many entries such a file may have: each gets a page.
        """
        read, cited = config.research.bibliography, config.research.references
        return "\n".join((str(config.limits.bibliography_entries), *read, "", *cited))

    def is_read(self, path: PurePosixPath, options: str) -> bool:
        """Tell whether a pattern of the configuration fits the file, and no other pattern."""
        read, _, cited = options.partition("\n\n")
        return is_bibliography_read(path, read.split("\n")[1:]) and not is_bibliography_read(
            path, cited.split("\n")
        )

    def parse(self, source: SourceFile, options: str) -> ParsedValue | Diagnostic:
        """Return the works in their order, packed, and every mistake.

        The first line of `options` is how many entries the file may have, 0 for any number.
        """
        path = str(source.path)
        text, unreadable = decode(source.data, path)
        if unreadable:
            return unreadable[0]
        suffix = source.path.suffix.casefold()
        most = int(options.partition("\n")[0])
        if suffix == BIBTEX_SUFFIX:
            from sitegen.research.bibtex_works import (
                read_bibtex_works,  # 20 ms that a site without bibliographies need not spend
            )

            if most and (excess := _find_excess(text, path, most, self.limit)):
                return excess
            works, problems = read_bibtex_works(text, path)
        else:
            from sitegen.research.csl_works import read_csl_works  # as above

            works, problems = read_csl_works(
                text, path, is_json=suffix == ".json", most=most, limit=self.limit
            )
        scrambled = find_scrambled(text, path)
        return ParsedValue(value=encode_msgpack(works), problems=(*problems, *scrambled))

    def unpack(self, data: bytes) -> Any:
        """Return the works."""
        return _DECODER.decode(data)


def _find_excess(text: str, path: str, most: int, limit: str) -> Diagnostic | None:
    """Return what is wrong with a BibTeX file of more than so many entries, before it is read."""
    found = next(islice(_ENTRY.finditer(text), most, None), None)
    if found is None:
        return None
    line, column = position(text, found.start())
    return too_many_entries(most, limit).at(Location(path=path, line=line, column=column))


class CitedBibliographies(Bibliographies):
    """Files of works that pages may cite, by their paths."""

    name = "cited_bibliographies"
    limit = "reference_entries"

    def options(self, config: Config) -> str:
        """Return how many entries a file may have, and the patterns of the files."""
        return "\n".join((str(config.limits.reference_entries), *config.research.references))

    def is_read(self, path: PurePosixPath, options: str) -> bool:
        """Tell whether a pattern fits the file."""
        return is_bibliography_read(path, options.split("\n")[1:])


class PageBibliographies(Bibliographies):
    """Files that pages name in their front matter, by their paths."""

    name = "page_bibliographies"
    limit = "reference_entries"
    only_needed = True

    def matches(self, path: PurePosixPath) -> bool:
        """Tell a file of BibTeX; others that pages need are data."""
        return path.suffix.casefold() == BIBTEX_SUFFIX

    def options(self, config: Config) -> str:
        """Return how many entries a file may have; the page says what is read."""
        return str(config.limits.reference_entries)

    def is_read(self, path: PurePosixPath, options: str) -> bool:
        """Tell that every file is read that a page needs."""
        del path, options
        return True


BIBLIOGRAPHIES = Bibliographies()
CITED_BIBLIOGRAPHIES = CitedBibliographies()
PAGE_BIBLIOGRAPHIES = PageBibliographies()
