"""Read what R Markdown writes behind the language of a block: `{r knee, fig.cap="A knee"}`.

See https://yihui.org/knitr/options. Values are R; texts are read, and nothing else is computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_arguments", "read_r_text", "split_arguments"]

_NAMED = compile_late(r"(?P<name>[A-Za-z.][\w.-]*)\s*=(?!=)\s*(?P<value>.*)", 16)  # DOTALL
_LABEL = compile_late(r"[\w][\w .:/+-]*")
_ESCAPED = compile_late(r"\\(.)", 16)
_WHITE = {"n": " ", "t": " ", "r": " "}
_OPENING, _CLOSING = "([{", ")]}"


def read_arguments(written: str) -> dict[str, str]:
    """Return the arguments by their names, as they are written; one without a name is `label`."""
    found: dict[str, str] = {}
    for piece in split_arguments(written):
        named = _NAMED.fullmatch(piece)
        if named:
            found.setdefault(named["name"], named["value"].strip())
        elif "label" not in found:
            label = read_r_text(piece) or piece
            if _LABEL.fullmatch(label):
                found["label"] = piece
    return found


def split_arguments(written: str) -> Iterator[str]:
    """Yield what stands between commas, but for those in quotes and brackets."""
    start = depth = place = 0
    quote = ""
    while place < len(written):
        sign = written[place]
        if quote:
            if sign == "\\":
                place += 1
            elif sign == quote:
                quote = ""
        elif sign in "\"'":
            quote = sign
        elif sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth -= 1
        elif sign == "," and depth <= 0:
            yield written[start:place].strip()
            start = place + 1
        place += 1
    yield written[start:].strip()


def read_r_text(written: str) -> str:
    r"""Return the text that R makes of `"a\\b"`; empty if it is anything but one text."""
    quote, inner = written[:1], written[1:-1]
    if quote not in {'"', "'"} or len(written) < 2 or written[-1] != quote:  # noqa: PLR2004
        return ""
    bare = _ESCAPED.sub("", inner)
    if quote in bare or bare.endswith("\\"):
        return ""
    return _ESCAPED.sub(lambda found: _WHITE.get(found[1], found[1]), inner)
