r"""Chemical formulas and reactions of mhchem: `\ce{2H2 + O2 -> 2H2O}` (its manual, version 4).

Read as mhchem reads it: what a letter, a digit or a sign means depends on what stands before it,
and on whether a space does.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from sitegen.late_patterns import compile_late
from sitegen.mathematics.chemistry_arrows import ARROW, write_arrow
from sitegen.mathematics.tokens import CLOSE, OPEN, Token, TokenReader, tokenise, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.mathematics.rewriting import Handler, Rewriter

__all__ = ["CHEMISTRY"]

_AMOUNT = compile_late(r"(\d+)/(\d+)|\((\d+/\d+)\)|\d+(?:[.,]\d+)?|[a-z](?=[A-Z(\[]|\s+[A-Z(\[])")
_ATOM = compile_late(r"[^\W\d_]+")
_ATOMS = compile_late(r"([A-Z][A-Za-z]*+)(?![^\W\d_])(\d++(?!\.))?")
_DIGITS = compile_late(r"\d+(?:\.\d+(?![0-9A-Z(\[]))?")
_BEFORE = compile_late(r"-?\d+")
_CHARGE = compile_late(r"(?:\d+|[^\W\d_])?[-+]+|[•*.]?\d*[-+]|\d+|[•*.']|[^\W\d_]")
_STATE = compile_late(r"\((?:aq|s|l|g|cr|am|sln|aq,?\s*∞|v|\^)\)")
_SIGN_IS_CHARGE = compile_late(r"[-+](?=\Z|[\s)\]},;:]|\((?:aq|s|l|g)\)|[-+]|\^|_|\\\})")
_SIGN_ALONE = compile_late(r"([-+=v^])(?=\s|\Z)")
_SPACES = compile_late(r"\s*")
_COMMAND = compile_late(r"\\(?:[a-zA-Z]+|.)", re.DOTALL)
#: What has to be looked at again, since it may hold comments or needless spaces.
_UNCLEAN = compile_late(r"[\s%\\]")
_ARROW_STARTS = frozenset("<-→←⇌⇄")
#: So many reactions are remembered, if they are no longer than this.
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 1_000, 100
_REMEMBERED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
_MARK = compile_late(rf"\\text\{{{OPEN}([0-9]+){CLOSE}\}}")
_BONDS = {
    "-": "-", "1": "-", "=": "=", "2": "=", "#": "\\equiv", "3": "\\equiv", "~": "\\sim",
    "...": "\\cdot\\cdot\\cdot", "....": "\\cdot\\cdot\\cdot\\cdot", "->": "\\rightarrow",
    "<-": "\\leftarrow", "~-": "\\simeq", "~=": "\\cong", "~--": "\\simeq", "-~-": "\\simeq",
}  # fmt: skip


@functools.lru_cache(maxsize=1_000)
def _clean(tex: str) -> str:
    """Return TeX without comments and needless spaces."""
    return written(tokenise(tex))


class _Reaction:
    """Writes a reaction, from left to right; `_is_start` is true where an amount may stand."""

    def __init__(self, rewriter: Rewriter, text: str, index: int) -> None:
        self._rewriter = rewriter
        self._pieces = rewriter.pieces
        self._text = text
        self._index = index
        self._place = 0
        self._is_start = True
        self._has_base = False
        self._has_index = False

    def write(self) -> None:
        text = self._text
        while self._place < len(text):
            before = self._place
            character = text[before]
            if "A" <= character <= "Z" and self._atoms():
                continue
            is_space = character.isspace()
            if not (
                ((is_space or character in _ARROW_STARTS) and self._arrow())
                or (is_space and self._space())
                or (character in "^_" and self._script())
                or (self._is_start and self._start())
            ):
                self._other()
            # What is not understood is shown as it is, rather than read for ever.
            if self._place == before:
                self._tex(text[before])
                self._place += 1

    def _atoms(self) -> bool:
        """Read a capital with what follows most often, letters and a number: one look for all."""
        found = _ATOMS.match(self._text, self._place)
        if not found:
            return False
        letters, count = found.groups()
        tex = f"\\mathrm{{{letters}}}_{{{count}}}" if count else f"\\mathrm{{{letters}}}"
        self._pieces.append(Token(tex, self._index))
        self._place = found.end()
        self._has_base, self._is_start, self._has_index = True, False, bool(count)
        return True

    def _tex(self, tex: str) -> None:
        """Write what an author may have written."""
        if _UNCLEAN.search(tex):
            tex = _clean(tex)
        if tex:
            self._pieces.append(Token(tex, self._index))

    def _known(self, tex: str) -> None:
        """Write TeX that needs no cleaning, and is not empty."""
        self._pieces.append(Token(tex, self._index))

    def _rewritten(self, tex: str) -> None:
        """Write TeX in which there may be any command."""
        self._rewriter.run([Token(each.text, self._index) for each in tokenise(tex)], self._index)

    def _upright(self, text: str) -> None:
        self._known(f"\\mathrm{{{text}}}")

    def _inner(self, text: str) -> None:
        _Reaction(self._rewriter, text, self._index).write()

    def _group(self, closing: str = "}") -> str:
        """Return what is in the group that begins here, and pass it."""
        depth, start = 0, self._place + 1
        for place in range(start, len(self._text)):
            character = self._text[place]
            if self._text[place - 1] == "\\":
                continue
            if character == closing and depth == 0:
                self._place = place + 1
                return self._text[start:place]
            depth += (character in "{[") - (character in "}]")
        self._place = len(self._text)
        return self._text[start:]

    def _arrow(self) -> bool:
        found = ARROW.match(self._text, self._place)
        if not found:
            return False
        self._place = found.end()
        labels: list[Callable[[], None]] = []
        while len(labels) < 2 and self._text[self._place : self._place + 1] == "[":  # noqa: PLR2004
            labels.append(functools.partial(self._inner, self._group("]")))
        write_arrow(self._rewriter, found["arrow"], labels, self._index)
        self._skip_spaces()
        self._is_start, self._has_base = True, False
        return True

    def _skip_spaces(self) -> bool:
        before = self._place
        found = _SPACES.match(self._text, before)
        self._place = found.end() if found else before
        return self._place > before

    def _space(self) -> bool:
        """Read white space, and the sign that stands between two."""
        if not self._skip_spaces():
            return False
        self._is_start, self._has_base = True, False
        sign = _SIGN_ALONE.match(self._text, self._place)
        if not sign:
            self._known("\\,")
            return True
        shown = {"v": "\\downarrow", "^": "\\uparrow"}.get(sign[1], sign[1])
        self._known(shown)
        self._place = sign.end()
        if sign[1] not in "v^":
            self._skip_spaces()
        return True

    def _script(self) -> bool:
        """Read an index or a power: behind something, or before it as for isotopes."""
        character = self._text[self._place]
        if character not in "^_":
            return False
        if self._has_base:
            self._place += 1
            self._write_script(character, self._script_text(character))
            return True
        scripts = {"^": "", "_": ""}
        while self._text[self._place : self._place + 1] in {"^", "_"}:
            kind = self._text[self._place]
            self._place += 1
            scripts[kind] = self._script_text(kind, is_before=True)
        if self._text[self._place : self._place + 1] == "-" and self._text[self._place + 1 :]:
            self._place += 1  # mhchem's ^{18}F-FDG and ^18-F alike
        self._write_prescripts(scripts)
        return True

    def _write_prescripts(self, scripts: dict[str, str]) -> None:
        write, index = self._rewriter, self._index
        atom = _ATOM.match(self._text, self._place)
        write.mark("<mmultiscripts>", index, "{", "{")
        if atom:
            self._upright(atom[0])
            self._place = atom.end()
        write.mark("<mprescripts/>", index, before="}")
        for kind in "_^":
            write.write("{", index)
            self._charge(scripts[kind], is_before=True)
            write.write("}", index)
        write.mark("</mmultiscripts>", index, behind="}")
        self._has_base, self._is_start = True, False

    def _script_text(self, kind: str, *, is_before: bool = False) -> str:
        if self._text[self._place : self._place + 1] == "{":
            return self._group()
        pattern = _BEFORE if is_before else _DIGITS if kind == "_" else _CHARGE
        found = pattern.match(self._text, self._place) or _ATOM.match(self._text, self._place)
        if found:
            self._place = found.end()
            return found[0]
        return self._command()

    def _command(self) -> str:
        """Return the command that comes next with its arguments, and pass it."""
        start, found = self._place, _COMMAND.match(self._text, self._place)
        if not found:
            return ""
        self._place = found.end()
        while found[0][1].isalpha() and self._text[self._place : self._place + 1] == "{":
            self._group()
        return self._text[start : self._place]

    def _write_script(self, kind: str, text: str) -> None:
        """Write an index behind what is there; nothing else stands above or below an index."""
        if self._has_index:
            self._known("{}")
        self._has_index = kind == "_"
        self._known(f"{kind}{{")
        self._charge(text)
        self._known("}")
        self._is_start = False

    def _charge(self, text: str, *, is_before: bool = False) -> None:
        """Write what stands in an index or a power: digits, signs, or upright letters."""
        place = 0
        while place < len(text):
            atom = _ATOM.match(text, place)
            if text[place] in "$\\{":
                self._rewritten(text[place:].replace("$", ""))
                return
            if atom:
                is_variable = len(atom[0]) == 1 and atom[0].islower() and not is_before
                self._known(atom[0] if is_variable else f"\\mathrm{{{atom[0]}}}")
                place = atom.end()
                continue
            self._tex(
                {".": "\\bullet", "•": "\\bullet", "*": "\\ast"}.get(text[place], text[place])
            )
            place += 1

    def _start(self) -> bool:
        """Read an amount, where a formula begins."""
        if not self._is_start:
            return False
        self._is_start = False
        found = _AMOUNT.match(self._text, self._place)
        if not found:
            return False
        self._place = found.end()
        fraction = found[3] or (found[0] if found[1] else "")
        if fraction:
            above, _, below = fraction.partition("/")
            self._tex(f"\\tfrac{{{above}}}{{{below}}}")
        else:
            self._tex(found[0])
        spaces = _SPACES.match(self._text, self._place)
        if spaces and spaces.end() < len(self._text):
            self._place = spaces.end()
            self._known("\\,")
        return True

    def _other(self) -> None:
        text, place = self._text, self._place
        character = text[place]
        had_index, self._has_index = self._has_index, False
        state = _STATE.match(text, place) if character == "(" else None
        inner = state[0][1:-1] if state else ""
        if state and (self._has_base or inner in {"v", "^"}):
            self._place = state.end()
            arrows = {"v": "\\downarrow", "^": "\\uparrow"}
            self._tex(arrows.get(inner, f"\\,(\\mathrm{{{inner}}})"))
            return
        atom = _ATOM.match(text, place)
        if atom:
            self._upright(atom[0])
            self._place, self._has_base = atom.end(), True
        elif character.isdigit():
            self._read_digits()
        elif character in "-+":
            self._has_index = had_index
            self._read_sign(character)
        elif character in ".*·":
            self._known("\\cdot ")
            self._place, self._has_base, self._is_start = place + 1, False, True
        elif character in "=#":
            self._known(f"{{{_BONDS[character]}}}")
            self._place, self._is_start, self._has_base = place + 1, False, False
        elif character == "$":
            end = text.find("$", place + 1)
            self._rewritten("{" + text[place + 1 : end if end > 0 else len(text)] + "}")
            self._place, self._has_base = (end + 1 if end > 0 else len(text)), True
        elif character == "{":
            self._known("{")
            self._write_braces(self._group())
            self._known("}")
            self._has_base = True
        elif character == "\\":
            self._read_command()
        else:
            self._tex(character)
            self._place = place + 1
            self._has_base = character in ")]"
            self._is_start = character in "(["

    def _write_braces(self, text: str) -> None:
        """Write what is in braces: mathematics between dollars, else text as it is."""
        if "$" in text or "\\" in text:
            self._rewritten(text.replace("$", ""))
        elif text:
            self._tex(f"\\text{{{text}}}")

    def _read_digits(self) -> None:
        found = _DIGITS.match(self._text, self._place)
        digits = found[0] if found else self._text[self._place]
        self._place += len(digits)
        if self._has_base:
            self._known(f"_{{{digits}}}")
            self._has_index = True
        else:
            self._known(digits)

    def _read_sign(self, sign: str) -> None:
        """Read a sign: a charge, a bond, or a plus between two formulas."""
        is_charge = self._has_base and _SIGN_IS_CHARGE.match(self._text, self._place)
        self._place += 1
        if is_charge:
            self._write_script("^", sign)
        elif sign == "-":
            self._known("{-}")
            self._has_base = self._is_start = False
        else:
            self._known("+")
            self._has_base, self._is_start = False, True

    def _read_command(self) -> None:
        """Write a command with its arguments: a bond, a Greek letter, a quantity."""
        found = _COMMAND.match(self._text, self._place)
        if not found:
            self._place += 1
            return
        name = found[0]
        self._place = found.end()
        if name == "\\bond":
            self._known(f"{{{_BONDS.get(self._group().strip(), '-')}}}")
            self._has_base = False
            return
        self._place = found.start()
        self._rewritten(self._command())
        self._has_base = name not in {"\\{", "\\,", "\\;", "\\ ", "\\quad", "\\qquad"}
        self._is_start = False


def _ce(rewriter: Rewriter, reader: TokenReader, command: Token) -> None:
    """Write a reaction: a site has few different ones, so what becomes of them is remembered."""
    text = reader.name(command)
    known = _REMEMBERED.get(text)
    if known is None:
        _write_new(rewriter, text, command.index)
        return
    first, *others = known[0]
    rewriter.write(first, command.index)
    for mark, other in zip(known[1], others, strict=True):
        rewriter.mark(mark, command.index)
        rewriter.write(other, command.index)


def _write_new(rewriter: Rewriter, text: str, index: int) -> None:
    """Write a reaction, and remember its TeX between its marks, if nothing else came of it."""
    first, before = len(rewriter.pieces), _state_of(rewriter)
    rewriter.write("{", index)
    _Reaction(rewriter, text, index).write()
    rewriter.write("}", index)
    if len(text) > _LONGEST_REMEMBERED or _state_of(rewriter) != before:
        return
    tex, *numbered = _MARK.split(written(rewriter.pieces[first:]))
    marks = tuple([rewriter.marks[int(number)] for number in numbered[::2]])
    if len(_REMEMBERED) >= _MOST_REMEMBERED:
        _REMEMBERED.clear()
    _REMEMBERED[text] = ((tex, *numbered[1::2]), marks)


def _state_of(rewriter: Rewriter) -> tuple[int, int, int]:
    return len(rewriter.problems), len(rewriter.places), len(rewriter.names)


CHEMISTRY: dict[str, Handler] = {"\\ce": _ce, "\\cf": _ce}
