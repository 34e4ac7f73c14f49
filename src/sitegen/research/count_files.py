"""The citation counts of a site as a source file, which `sitegen bib sync --counts` writes.

Assembling gets them as `Inputs.sources["citation_counts"]`: counts by DOI, by the path of the file.
"""

from __future__ import annotations

from datetime import UTC
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sitegen.content.data_files import parse_data
from sitegen.content.source_kind import ParsedValue, ValueKind
from sitegen.content.text import decode
from sitegen.diagnostics import Diagnostic, Location, Problem, Severity, declare
from sitegen.model import CitationCount
from sitegen.model.codec import encode_msgpack, msgpack_decoder
from sitegen.research.citation_counts import COUNTS_FILE, parse_counts

if TYPE_CHECKING:
    from sitegen.model import SourceFile

__all__ = ["CITATION_COUNTS", "CitationCounts"]

WRONG_COUNTS = declare("citation-counts", Severity.WARNING)
_DECODER = msgpack_decoder(dict[str, CitationCount])


class CitationCounts(ValueKind):
    """The file of citation counts."""

    name = "citation_counts"
    only_assembled = True

    def matches(self, path: PurePosixPath) -> bool:
        """Tell the file by its path."""
        return str(path) == COUNTS_FILE

    def parse(self, source: SourceFile, options: str) -> ParsedValue | Diagnostic:
        """Return the counts by DOI, packed. What is no TOML is reported as a data file."""
        del options
        path = str(source.path)
        text, _ = decode(source.data, path)
        counts: dict[str, CitationCount] | str = {}
        if isinstance(parse_data(source, UTC), bytes):
            counts = parse_counts(text)
        if not isinstance(counts, str):
            return ParsedValue(value=encode_msgpack(counts))
        hint = "write it again with 'sitegen bib sync --counts'; no count is shown"
        problem = Problem(WRONG_COUNTS, f"these are no citation counts: {counts}", hint)
        place = Location(path=path, line=1, column=1)
        return ParsedValue(value=encode_msgpack({}), problems=(problem.at(place),))

    def unpack(self, data: bytes) -> Any:
        """Return the counts."""
        return _DECODER.decode(data)


CITATION_COUNTS = CitationCounts()
