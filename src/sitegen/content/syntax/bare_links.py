"""Bare addresses: `https://…`, `www.…`, e-mail addresses, `mailto:…` and `xmpp:…` become links.

After GitHub Flavored Markdown 0.29, "Autolinks (extension)". Also, an address ends at brackets,
bars and the punctuation of Chinese and Japanese.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from itertools import chain
from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Node
from sitegen.content.entities import decode_entities
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["BARE_LINKS"]

_ADDRESS = compile_late(
    r"(?<![A-Za-z0-9_/:.@&=?#%+-])"
    r"(?:https?://[^\W_]|www\.[^\W_])[^\s<>\"\[\]{}|\\`^\x1a\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f\uff08\uff09\u300c-\u3011]*",
    re.IGNORECASE,
)
#: An address of XMPP may name a device after a slash.
_EMAIL = compile_late(
    r"(?<![\w.+/:@-])(?:mailto:|(?P<xmpp>xmpp:))?"
    r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.[A-Za-z]+(?![\w@-])"
    r"(?(xmpp)(?:/[A-Za-z0-9@.]*[A-Za-z0-9@])?)"
)
#: What is in every address of e-mail; what begins with one character is found fast.
_AT = compile_late(r"@(?<=[A-Za-z0-9._+-]@)")
#: The same in an outline of a text, with what may stand before the first dot of a domain.
_IN_OUTLINE = compile_late(r"@[_-]*\.")
_WITH_SCHEME = ("mailto:", "xmpp:")
_ENTITY = compile_late(r"&[A-Za-z0-9]+;\Z")
_TRAILING = "?!.,:;*_~'\""
_ANCHOR = compile_late(r"<(/?)a[\s>]", re.IGNORECASE)


class _BareLinks(Construct):
    source_marks = ("@", "://", "www.")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a link for each address that is not part of one."""
        has_web = "://" in source.outline or "www." in source.outlines.spaced
        if not has_web and not _IN_OUTLINE.search(source.outline):
            return
        prose = source.prose
        links: list[tuple[int, int]] | None = None
        web = ((each.start(), _without_punctuation(each[0])) for each in _ADDRESS.finditer(prose))
        for start, address in chain(web if has_web else (), _emails(prose)):
            if links is None:
                links = _links(source)
            if _has_domain(address) and not _is_inside(links, start):
                yield _link(start, address)


def _emails(prose: str) -> Iterator[tuple[int, str]]:
    """Yield e-mail addresses; only the lines that have an `@` behind a name are searched."""
    at = _AT.search(prose)
    while at:
        start, end = prose.rfind("\n", 0, at.start()) + 1, prose.find("\n", at.end())
        end = len(prose) if end < 0 else end
        for found in _EMAIL.finditer(prose, start, end):
            yield found.start(), found[0]
        at = _AT.search(prose, end)


def _link(start: int, written: str) -> Node:
    text = decode_entities(written)
    if "://" in text[:8] or text.startswith(_WITH_SCHEME):
        scheme = ""
    else:
        scheme = "mailto:" if "@" in text.partition("/")[0] else "http://"
    address = html.escape(scheme + text)
    return Node(
        start, start + len(written), f'<a href="{address}">{html.escape(text, quote=False)}</a>'
    )


def _without_punctuation(address: str) -> str:
    """Leave out what rather belongs to the sentence."""
    surplus = address.count(")") - address.count("(")
    while address:
        if address[-1] == ")" and surplus > 0:
            surplus -= 1
        elif address[-1] == ";" and (entity := _ENTITY.search(address)):
            address = address[: entity.start() + 1]
        elif address[-1] not in _TRAILING:
            return address
        address = address[:-1]
    return address


def _has_domain(address: str) -> bool:
    """Tell whether the last two parts of a domain are without underscores, as they have to be."""
    domain = re.split(r"[/?#]", address.partition("://")[2] or address, maxsplit=1)[0]
    parts = domain.rpartition("@")[2].split(".")
    return "_" not in "".join(parts[-2:]) and (len(parts) > 1 or "://" in address)


def _anchors(source: MarkdownSource) -> Iterator[tuple[int, int]]:
    """Yield where HTML links begin and end."""
    opened = -1
    for start, _ in source.tags:
        found = _ANCHOR.match(source.text, start)
        if not found:
            continue
        if not found[1]:
            opened = start
        elif opened >= 0:
            yield opened, start
            opened = -1


def _links(source: MarkdownSource) -> list[tuple[int, int]]:
    """Return where links and images begin and end, without those inside others."""
    merged: list[tuple[int, int]] = []
    found = ((each.start, each.end) for each in source.links)
    for start, end in sorted((*found, *_anchors(source))):
        if not merged or start >= merged[-1][1]:
            merged.append((start, end))
    return merged


def _is_inside(links: list[tuple[int, int]], index: int) -> bool:
    number = bisect_right(links, index, key=lambda link: link[0]) - 1
    return number >= 0 and index < links[number][1]


BARE_LINKS = _BareLinks()
