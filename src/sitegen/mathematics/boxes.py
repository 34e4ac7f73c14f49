r"""Boxes: `\boxed`, `\fbox`, `\colorbox`, what is moved or scaled, and lines of a given size.

What is in `\fbox`, `\colorbox`, `\scalebox` and the like is text, with mathematics between dollars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.mathematics.colors import color_class
from sitegen.mathematics.tokens import TexError, Token, TokenReader, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.mathematics.rewriting import Handler, Rewriter

__all__ = ["BOXES"]

_ENCLOSED = {
    "\\cancel": "math-cancel",
    "\\bcancel": "math-bcancel",
    "\\xcancel": "math-xcancel",
    "\\hcancel": "math-strike",
    "\\sout": "math-strike",
    "\\boxed": "math-box",
}
_BOX = '<mrow class="math-box">'
_FACTOR = compile_late(r"\d*\.?\d+")
_LEAST_FACTOR, _LARGEST_FACTOR = 0.3, 5.0
_LENGTH = compile_late(r"-?(?:\d+\.?\d*|\.\d+) ?(?:pt|em|ex|mm|cm|in|pc|mu)")
#: Units of CSS, and how many of them is one of TeX.
_UNITS = {"pt": (0.1, "em"), "mu": (1 / 18, "em")}


def _enclose(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    inner = reader.argument(command)
    opening = f'<mrow class="{_ENCLOSED[command.text]}">'
    rewriter.element(opening, inner, "</mrow>", command.index)


def _cancel_to(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    value, inner = reader.argument(command), reader.argument(command)
    index = command.index
    rewriter.mark("<msup>", index, before="{")
    rewriter.element('<mrow class="math-cancel">', inner, "</mrow>", index)
    rewriter.group(value, index)
    rewriter.mark("</msup>", index, behind="}")


def _fbox(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Set text in a box; its size and where the text stands in it, of `\framebox`, say little."""
    while command.text == "\\framebox" and reader.option() is not None:
        pass
    _write_box(rewriter, [_BOX], reader.argument(command), command)


def _colorbox(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Set text on a colour, which is light enough to read it, and with a frame of another."""
    opening = []
    if command.text == "\\fcolorbox":
        frame = color_class(rewriter, reader, command)
        opening.append(f'<mrow class="{" ".join(filter(None, ("math-box", frame)))}">')
    ground = color_class(rewriter, reader, command)
    opening.append(f'<mrow class="{" ".join(filter(None, ("math-ground", ground)))}">')
    opening.append('<mrow class="math-ink">')
    _write_box(rewriter, opening, reader.argument(command), command)


def _scalebox(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Set text in another size: `\scalebox{0.8}{…}`."""
    index = reader.index
    factor = reader.name(command)
    if reader.option() is not None or not _FACTOR.fullmatch(factor):
        message = f"\\scalebox takes one number, not '{factor}'"
        raise TexError(index, message, "write \\scalebox{0.8}{$…$}")
    size = min(max(float(factor), _LEAST_FACTOR), _LARGEST_FACTOR)
    opening = f'<mrow mathsize="{round(100 * size)}%">'
    _write_box(rewriter, [opening], reader.argument(command), command)


def _resizebox(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Set text in its own size: what is wider than the page scrolls."""
    reader.has_star()
    reader.argument(command)
    reader.argument(command)
    hint = "write \\scalebox{0.8}{$…$}, or leave it out: what is too wide can be scrolled"
    rewriter.problem(command.index, "the size of \\resizebox is left out", hint)
    _write_box(rewriter, ["<mrow>"], reader.argument(command), command)


def _raisebox(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    shift = _length(reader, command)
    while reader.option() is not None:
        pass
    opening = f'<mpadded voffset="{shift}">'
    _write_box(rewriter, [opening], reader.argument(command), command)


def _write_box(
    rewriter: Rewriter, opening: list[str], tokens: Sequence[Token], command: Token
) -> None:
    """Write text within elements."""
    index = command.index
    rewriter.write("{", index)
    for element in opening:
        rewriter.mark(element, index)
    rewriter.write("{", index)
    text = [Token("{", index), *tokens, Token("}", index)]
    rewriter.command(Token("\\text", index), TokenReader(text, index))
    rewriter.write("}", index)
    for element in reversed(opening):
        rewriter.mark("</mpadded>" if element.startswith("<mpadded") else "</mrow>", index)
    rewriter.write("}", index)


def _rule(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    r"""Write a filled rectangle, or the space of one without width: `\rule{0pt}{3ex}`."""
    option = reader.option()
    shift = _css_length(option, command) if option else "0em"
    width, height = _length(reader, command), _length(reader, command)
    is_seen = float(width[:-2]) and float(height[:-2])
    kind = ' class="math-rule"' if is_seen else ""
    space = f'<mspace{kind} width="{width}" height="{height}"/>'
    if option:
        space = f'<mpadded voffset="{shift}">{space}</mpadded>'
    rewriter.mark(space, command.index, "{", "}")


def _length(reader: TokenReader, command: Token) -> str:
    return _css_length(reader.argument(command), command)


def _css_length(tokens: Sequence[Token], command: Token) -> str:
    """Return a length as CSS writes it, relative to the size of letters where TeX has points."""
    text = written(tokens).strip()
    if not _LENGTH.fullmatch(text):
        raise TexError(command.index, f"'{text}' is no length", "write a length such as 0.5em")
    factor, unit = _UNITS.get(text[-2:], (1.0, text[-2:]))
    return f"{round(float(text[:-2]) * factor, 4):g}{unit}"


def _smash(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    option = written(reader.option() or []).strip()
    sizes = {"t": 'height="0"', "b": 'depth="0"'}.get(option, 'height="0" depth="0"')
    inner = reader.argument(command)
    rewriter.element(f"<mpadded {sizes}>", inner, "</mpadded>", command.index)


def _lap(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    inner = reader.argument(command)
    kind = command.text.removeprefix("\\").removeprefix("math")
    opening = f'<mpadded width="0" class="math-{kind}">'
    rewriter.element(opening, inner, "</mpadded>", command.index)


BOXES: dict[str, Handler] = {
    **dict.fromkeys(_ENCLOSED, _enclose),
    "\\cancelto": _cancel_to,
    "\\fbox": _fbox,
    "\\framebox": _fbox,
    "\\colorbox": _colorbox,
    "\\fcolorbox": _colorbox,
    "\\scalebox": _scalebox,
    "\\resizebox": _resizebox,
    "\\raisebox": _raisebox,
    "\\rule": _rule,
    "\\smash": _smash,
    **dict.fromkeys("\\mathclap \\mathllap \\mathrlap \\clap \\llap \\rlap".split(), _lap),
}
