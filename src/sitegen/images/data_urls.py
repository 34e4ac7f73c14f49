"""Parse `data:` URLs as browsers do.

https://fetch.spec.whatwg.org/#data-urls, https://infra.spec.whatwg.org/#forgiving-base64,
https://url.spec.whatwg.org/#concept-basic-url-parser
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from sitegen.late_patterns import compile_late

__all__ = [
    "find_data_urls",
    "is_data_url",
    "list_parameters",
    "parse_data_url",
    "unescape_css",
]

_CONTROLS = "".join(map(chr, range(33)))
_BREAKS = str.maketrans("", "", "\t\n\r")
_SPACE = b" \t\n\f\r"
_BASE64 = compile_late(r";\x20*base64\Z", re.IGNORECASE)
_PARAMETER = compile_late(r"(?:base64|utf-?8|charset\s*=\s*[\w\"-]{1,16})\Z", re.IGNORECASE)
_START = re.compile(r"data:", re.IGNORECASE)
_ESCAPE = compile_late(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n\f\r]?|\r?\n|(.))", re.DOTALL)
_LARGEST = 0x10FFFF
_QUOTES = ("'", '"')


def is_data_url(url: str) -> bool:
    """Tell whether a URL is a `data:` URL."""
    return bool(_START.match(url[:200].lstrip(_CONTROLS).translate(_BREAKS)))


def parse_data_url(url: str) -> tuple[str, bytes] | None:
    """Return media type and content, or None if browsers cannot parse the URL."""
    plain = url.strip(_CONTROLS).translate(_BREAKS).partition("#")[0]
    head, comma, body = plain.partition(":")[2].partition(",")
    if not comma:
        return None
    kind = head.strip()
    data = unquote_to_bytes(body)
    if _BASE64.search(kind):
        data = data.translate(None, _SPACE)
        if len(data) % 4 == 0:
            data = data[:-2] + data[-2:].rstrip(b"=") if data.endswith(b"=") else data
        try:
            data = base64.b64decode(data + b"=" * (-len(data) % 4), validate=True)
        except binascii.Error:
            return None
    return kind.partition(";")[0].strip().casefold(), data


def list_parameters(url: str) -> tuple[str, ...]:
    """Return the parameters of a `data:` URL that say more than how its content is encoded.

    Mail programs write the name of the file: `data:image/png;name=jane.png;base64,…`.
    """
    plain = url.strip(_CONTROLS).translate(_BREAKS)
    names = (each.strip() for each in plain.partition(",")[0].split(";")[1:])
    return tuple(each for each in names if each and not _PARAMETER.match(each))


def find_data_urls(css: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of each `data:` URL in CSS, and whether it is inside `url()`."""
    at = 0
    while found := _START.search(css, at):
        start = found.start()
        before = css[max(0, start - 40) : start].rstrip()
        quote = before[-1:] if before.endswith(_QUOTES) else ""
        opening = before.removesuffix(quote).rstrip() if quote else before
        is_url = opening[-4:].casefold() == "url("
        at = found.end()
        if quote or is_url:
            end = css.find(quote or ")", start)
            at = len(css) if end < 0 else end
            yield start, at, is_url


def unescape_css(css: str) -> str:
    """Return CSS with its escapes replaced by the characters that they stand for."""
    return _ESCAPE.sub(_unescape, css) if "\\" in css else css


def _unescape(found: re.Match[str]) -> str:
    if found[1]:
        number = int(found[1], 16)
        return chr(number) if 0 < number <= _LARGEST else "\ufffd"
    return found[2] or ""
