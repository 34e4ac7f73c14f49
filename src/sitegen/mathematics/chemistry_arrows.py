r"""Arrows in pairs, and those of chemical reactions, with text above and below."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sitegen.mathematics.rewriting import Handler, Rewriter
    from sitegen.mathematics.tokens import Token, TokenReader

__all__ = ["ARROW", "ARROWS", "write_arrow"]

ARROW = compile_late(r"\s*(?P<arrow><=>>|<<=>|<=>|<-->|<->|->|<-|→|←|⇌|⇄)")
#: Arrows without a label, and those that stretch under one.
_PLAIN = {
    "->": "\\longrightarrow",
    "→": "\\longrightarrow",
    "<-": "\\longleftarrow",
    "←": "\\longleftarrow",
    "<->": "\\longleftrightarrow",
    "<-->": "\\rightleftarrows",
    "⇄": "\\rightleftarrows",
    "<=>": "\\rightleftharpoons",
    "⇌": "\\rightleftharpoons",
}
_STRETCHED = {"->": "→", "→": "→", "<-": "←", "←": "←", "<->": "↔"}
#: Two arrows, one above the other: each may be longer than the other.
_PAIRS = {
    "<=>": ("⇀", "↽"),
    "⇌": ("⇀", "↽"),
    "<-->": ("→", "←"),
    "⇄": ("→", "←"),
    "<=>>": ("⇀", "↽"),
    "<<=>": ("⇀", "↽"),
}
_COMMANDS = {"\\xrightleftharpoons": "<=>", "\\xtofrom": "<-->", "\\xrightleftarrows": "<-->"}
_SHORT = {"<=>>": "⥂", "<<=>": "⥄"}
_PADDING = '<mspace width="0.4286em"/>'
_SPACE = '<mspace width="0.2778em"/>'
_STRETCHY = '<mo stretchy="true" lspace="0" rspace="0">'


def write_arrow(
    rewriter: Rewriter,
    arrow: str,
    labels: Sequence[Callable[[], None]],
    index: int,
) -> None:
    """Write an arrow with its labels, above and below; each writes itself."""
    if not labels and arrow in _PLAIN:
        rewriter.write(_PLAIN[arrow], index)
        return
    if not labels:
        rewriter.mark(f"<mo>{_SHORT[arrow]}</mo>", index, "\\mathrel{", "}")
        return
    opening, between, closing = _stretched(arrow, has_two=len(labels) > 1)
    rewriter.mark(f"<mrow>{_SPACE}{opening}", index, before="{")
    _write_label(rewriter, labels[0], index)
    if len(labels) > 1:
        rewriter.mark(between, index)
        _write_label(rewriter, labels[1], index)
    rewriter.mark(f"{closing}{_SPACE}</mrow>", index, behind="}")


def _pair(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Write `\xrightleftharpoons[below]{above}`."""
    below = reader.option()
    above = reader.argument(command)
    shown = [each for each in (above, below) if each is not None]
    labels = [functools.partial(rewriter.run, each, command.index) for each in shown]
    write_arrow(rewriter, _COMMANDS[command.text], labels, command.index)


def _write_label(rewriter: Rewriter, write_label: Callable[[], None], index: int) -> None:
    rewriter.mark(f"<mpadded>{_PADDING}", index, "{", "{\\scriptstyle ")
    write_label()
    rewriter.mark(f"{_PADDING}</mpadded>", index, "}", "}")


def _stretched(arrow: str, *, has_two: bool) -> tuple[str, str, str]:
    """Return the MathML before the label above, between the labels, and behind the last.

    The label below is on a level of its own. There, an empty identifier keeps the arrow from being
    stretched once more, which browsers do not do with both arrows of a pair.
    """
    if arrow in _STRETCHED:
        above, closing = f"<mover>{_STRETCHY}{_STRETCHED[arrow]}</mo>", "</mover>"
    else:
        over, under = _PAIRS[arrow]
        lower = _STRETCHY.replace("<mo", '<mo class="math-lower" scriptlevel="0"')
        above, closing = f"<munderover>{_STRETCHY}{over}</mo>{lower}{under}</mo>", "</munderover>"
    if not has_two:
        return above, "", closing
    if arrow in _STRETCHED:
        return f"<munder>{above}", closing, "</munder>"
    return f"<munder><mrow>{above}", f"{closing}<mi></mi></mrow>", "</munder>"


ARROWS: dict[str, Handler] = dict.fromkeys(_COMMANDS, _pair)
