"""Write addresses that name something elsewhere, as in MyST, as addresses of the web.

    [the knee](wiki:Knee), <wiki:Knee>, [](doi:10.5555/knees.1), <rrid:SCR_008394>

A link without words shows the name. What is code stays as it is. After
https://mystmd.org/guide/external-references.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.rewriting.rewritten_text import with_edits
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from sitegen.content.rewriting.rewritten_text import Edit
    from sitegen.content.scanner import MarkdownSource

__all__ = ["with_named_addresses"]

#: Where each kind of name is looked up.
_PLACES = {
    "wiki": "https://en.wikipedia.org/wiki/",
    "doi": "https://doi.org/",
    "ror": "https://ror.org/",
    "rrid": "https://scicrunch.org/resolver/RRID:",
}
_NAMED = compile_late(rf"(?P<scheme>{'|'.join(_PLACES)}):(?P<name>[^\s/<>][^\s<>]*)")
_MARKS = tuple(f"{scheme}:" for scheme in _PLACES)
_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "[]*_`$@~^\\"})


def with_named_addresses(source: MarkdownSource) -> MarkdownSource:
    """Return the source with these addresses as they are on the web; places are known."""
    if not any(mark in source.text for mark in _MARKS):
        return source
    return with_edits(source, {*_in_links(source), *_in_angles(source)})


def _in_links(source: MarkdownSource) -> Iterator[Edit]:
    """Yield the new addresses of links; those with one definition have the same."""
    for link in source.links:
        found = None if link.is_image else _NAMED.fullmatch(link.address.strip("<>"))
        if found:
            start = link.target + (source.text[link.target] == "<")
            yield start, start + found.start("name"), _PLACES[found["scheme"]]
            if link.close == link.start + 1:
                yield link.close, link.close, _shown(found)


def _in_angles(source: MarkdownSource) -> Iterator[Edit]:
    for start, end in source.tags:
        found = _NAMED.fullmatch(source.text, start + 1, end - 1)
        if found:
            address = f"{_PLACES[found['scheme']]}{found['name']}"
            yield start, end, f"[{_shown(found)}](<{address}>)"


def _shown(found: re.Match[str]) -> str:
    """Return the words of a link that has none: the title of an article, or the address itself."""
    words = found["name"].replace("_", " ") if found["scheme"] == "wiki" else found[0]
    return words.translate(_ESCAPED)
