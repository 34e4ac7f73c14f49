r"""Set a formula: from TeX to MathML.

A short formula without macros goes to math-core as it is. Any other is split into tokens, its
macros are expanded, and what math-core lacks is rewritten; the indexes of its mistakes lead back to
what the author wrote.
"""

from __future__ import annotations

import functools
import html
import re
from typing import TYPE_CHECKING

import msgspec

from sitegen.mathematics.boxes import BOXES
from sitegen.mathematics.chemistry import CHEMISTRY
from sitegen.mathematics.chemistry_arrows import ARROWS
from sitegen.mathematics.decorations import DECORATIONS, SIZES
from sitegen.mathematics.environments import (
    LINE_COMMANDS,
    NUMBERED,
    write_lines,
)
from sitegen.mathematics.expansion import DEFINING, expand
from sitegen.mathematics.formula import UNNAMED, Formula, FormulaProblem, NumberPlace
from sitegen.mathematics.intertext import join_cells
from sitegen.mathematics.macros import NO_MACROS, Macros
from sitegen.mathematics.mathml import UnsafeError, check_marks, fit_mathml, fit_simple
from sitegen.mathematics.meanings import MEANINGS
from sitegen.mathematics.messages import explain, explain_entity
from sitegen.mathematics.nesting import check_nesting
from sitegen.mathematics.operators import OPERATORS
from sitegen.mathematics.physics import PHYSICS
from sitegen.mathematics.plain_formulas import (
    CHECKED,
    commands_of,
    has_one_line,
    is_flat,
    is_odd,
    is_plain,
    plain_tex,
)
from sitegen.mathematics.quantities import QUANTITIES
from sitegen.mathematics.rewriting import (
    Rewriter,
    place_numbers,
    replace_marks,
    replace_names,
    split_places,
)
from sitegen.mathematics.row_lines import ROW_LINES, draw_lines
from sitegen.mathematics.rows import split_rows
from sitegen.mathematics.simple_formulas import SimpleFormulas
from sitegen.mathematics.source_reader import read_tokens
from sitegen.mathematics.stacked import STACKED
from sitegen.mathematics.tensors import TENSORS
from sitegen.mathematics.tokens import (
    LONGEST,
    PRIVATE,
    Stretch,
    TexError,
    Token,
    holds,
    texts_of,
    tokenise,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sitegen.mathematics.formula import ReferencePlace

__all__ = ["forget", "typeset"]

#: Formulas of a site are often the same: `$x$`.
_REMEMBERED = 20_000
_HANDLERS = {
    **MEANINGS,
    **OPERATORS,
    **PHYSICS,
    **DECORATIONS,
    **BOXES,
    **TENSORS,
    **CHEMISTRY,
    **ARROWS,
    **QUANTITIES,
    **LINE_COMMANDS,
    **ROW_LINES,
    **STACKED,
}
#: Commands that math-core sets as they are most often: it refuses what it cannot set.
_TRIED = SIZES | {"\\operatorname", "\\hline"}
_REWRITTEN = frozenset({*_HANDLERS, *DEFINING, "\\verb", "\\(", "%", "$"}) - CHECKED - _TRIED
_SIMPLE = SimpleFormulas(_REWRITTEN | CHECKED)
_GROWING = frozenset({*DEFINING, "\\href"})
_NAMING = frozenset({"\\label", "\\tag"})
_LINE_ENDS = frozenset({"\\\\", "\\cr"})
#: A formula without these has one line, which has no number.
_WITH_LINES = _NAMING | _LINE_ENDS | {"\\begin"}
#: What may be an environment whose lines have numbers.
_WHOLE = re.compile(rf"\s*+\\begin\s*+\{{\s*+(?:{'|'.join(NUMBERED)}|subequations)")
_PLACE = re.compile(r"(\d+): (.*)", re.DOTALL)
_UNKNOWN = re.compile(r'Unknown command "(\\.*)"\.', re.DOTALL)
#: So many unknown commands are named at once.
_MOST_PROBLEMS = 10
_DISPLAYED = '<math display="block"><semantics><mrow>'
_IN_LINE = "<math><semantics><mrow>"
_ANNOTATION = '<annotation encoding="application/x-tex">'
_MARKUP = re.compile(r"<annotation.*?</annotation>|<[^<>]*+>", re.DOTALL)


def typeset(
    tex: str, *, display: bool, macros: Macros = NO_MACROS, label: str = "", alt: str = ""
) -> Formula:
    r"""Set a formula as MathML Core.

    `tex` is the source without the dollars or brackets around it. A formula that is set apart
    (`display`) and has a `label` has a number, as if it were in `equation`. `alt` is the text
    that is read aloud in its place. What the author wrote is escaped in the result. Never raises:
    mistakes are in `problems`.
    """
    return _typeset(tex, display, macros, label, alt)


@functools.lru_cache(maxsize=_REMEMBERED)
def _typeset(tex: str, display: bool, macros: Macros, label: str, alt: str) -> Formula:  # noqa: FBT001
    if not label and tex in _SIMPLE and not (macros.entries and _has_macros(tex, macros)):
        formula = _set_simple(tex, macros, alt, display=display)
        if formula:
            return formula
    commands = commands_of(tex)
    checks = not is_flat(tex, commands)
    has_macros = bool(macros.entries) and not macros.commands.isdisjoint(commands)
    if not checks and not label and not has_macros and is_plain(tex, commands, _REWRITTEN):
        formula = _set_plain(tex, macros, alt, display=display)
        if formula:
            return formula
    if not checks and not has_macros and not _is_growing(commands, display=display):
        formula = _set_rewritten(tex, macros, label, alt, display=display, commands=commands)
        if formula.is_set:
            return formula
    return _set_rewritten(tex, macros, label, alt, display=display)


def _is_growing(commands: list[str], *, display: bool) -> bool:
    """Tell that a mistake in a formula may be hidden by what is left out of it."""
    return not _GROWING.isdisjoint(commands) or (not display and "\\tag" in commands)


def forget() -> None:
    """Forget the formulas that have been set, so that setting them can be timed again."""
    _typeset.cache_clear()


def _set_rewritten(
    tex: str,
    macros: Macros,
    label: str,
    alt: str,
    *,
    display: bool,
    commands: list[str] | None = None,
) -> Formula:
    """Set a formula after it is rewritten.

    Macros are expanded, and it is looked for what is wrong, unless the `commands` of a formula
    without macros are given: then a mistake is known, and not always which.
    """
    rewriter = Rewriter(_HANDLERS, display=display)
    unchecked: Sequence[Token] = ()
    try:
        if commands is not None and not label and _is_single(tex, commands, display=display):
            rewriter.run_source(tex)
        else:
            tokens: Sequence[Token] = _read_tokens(tex) if commands is None else _stretch_of(tex)
            if commands is None:
                tokens, macros = expand([*tokens], macros)
                unchecked = _unless_deep(tokens)
                commands = texts_of(tokens)
            _rewrite(tex, tokens, rewriter, label, has_lines=not _WITH_LINES.isdisjoint(commands))
        mathml = _convert(rewriter, display=display)
        whole = _with_source(mathml, tex, alt, display=display)
        parts, places = split_places(whole, rewriter.places)
    except (TexError, _UnsetError) as error:
        problems = _nesting_problems(unchecked) or (*rewriter.problems, *_problems_of(error))
        return Formula(problems=problems, macros=macros)
    except UnsafeError:
        mistake = FormulaProblem(0, "this formula cannot be set", "write it in another way")
        return Formula(problems=(mistake,), macros=macros)
    shown = tuple(_with_tag(each, macros) for each in places)
    return Formula(parts, shown, tuple(rewriter.problems), macros)


def _unless_deep(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return tokens that need not be checked before they are set.

    Raises TexError if others are nested too deep, or not closed.
    """
    texts = texts_of(tokens)
    if is_flat("".join(texts), [text for text in texts if text[0] == "\\"]):
        return tokens
    check_nesting(tokens)
    return []


def _nesting_problems(tokens: Sequence[Token]) -> tuple[FormulaProblem, ...]:
    """Return what `check_nesting` finds in a formula that cannot be set: it says more."""
    try:
        check_nesting(tokens)
    except TexError as error:
        return tuple(_problems_of(error))
    return ()


def _problems_of(error: TexError | _UnsetError) -> list[FormulaProblem]:
    if isinstance(error, _UnsetError):
        return error.problems
    return [FormulaProblem(error.index, error.message, error.hint)]


def _is_single(tex: str, commands: list[str], *, display: bool) -> bool:
    """Tell that a formula is one line without a number, which needs not be split into tokens."""
    if is_odd(tex) or not has_one_line(tex, commands):
        return False
    return not display or (_NAMING.isdisjoint(commands) and not _WHOLE.match(tex))


def _has_macros(tex: str, macros: Macros) -> bool:
    return not macros.commands.isdisjoint(commands_of(tex))


def _set_simple(tex: str, macros: Macros, alt: str, *, display: bool) -> Formula | None:
    """Set a simple formula; return None if something is wrong with it."""
    convert, mistake = _converter()
    try:
        inner = fit_simple(convert(tex, displaystyle=display), tex)
    except (mistake, UnsafeError):
        return None
    if alt:
        return Formula((_with_source(inner, tex, alt, display=display),), macros=macros)
    source = tex.strip()
    if "<" in source or ">" in source:
        source = html.escape(source, quote=False)
    whole = (
        f"{_DISPLAYED if display else _IN_LINE}{inner}</mrow>"
        f"{_ANNOTATION}{source}</annotation></semantics></math>"
    )
    return Formula((whole,), macros=macros)


def _set_plain(tex: str, macros: Macros, alt: str, *, display: bool) -> Formula | None:
    """Set a formula that needs no rewriting; return None if something is wrong with it."""
    convert, mistake = _converter()
    try:
        inner = fit_mathml(convert(plain_tex(tex), displaystyle=display))
    except (mistake, UnsafeError):
        return None
    return Formula((_with_source(inner, tex, alt, display=display),), macros=macros)


def _read_tokens(tex: str) -> list[Token]:
    if len(tex) > LONGEST:
        message = f"the formula is longer than {LONGEST} characters"
        raise TexError(0, message, "write it in parts")
    private = None if tex.isascii() else PRIVATE.search(tex)
    if private:
        message = f"the character U+{ord(private[0]):04X} has no meaning"
        raise TexError(private.start(), message, "write another one")
    return tokenise(tex)


def _stretch_of(tex: str) -> Sequence[Token]:
    """Return the tokens of TeX, which need not be split if it has neither comments nor oddities."""
    return _read_tokens(tex) if "%" in tex or is_odd(tex) else Stretch(tex, 0)


def _rewrite(
    tex: str, tokens: Sequence[Token], rewriter: Rewriter, label: str, *, has_lines: bool
) -> None:
    """Rewrite the tokens of a formula for math-core; `has_lines` says that it may have several."""
    tokens = _stripped(tokens)
    if not has_lines and not label:
        rewriter.run(tokens, len(tex))
        return
    begin = Token("", _start_of(tokens))
    name, body = _environment_of(tokens)
    if name == "subequations" and rewriter.display:
        name, body, tokens = _read_subequations(rewriter, body, label)
        label = ""
    if rewriter.display and name.removesuffix("*") in NUMBERED:
        write_lines(rewriter, name, body, label, begin)
    elif rewriter.display and (label or _is_named(tokens)):
        write_lines(rewriter, "equation*", tokens, label, begin)
    else:
        _run_lines(rewriter, tokens, len(tex))


def _stripped(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return tokens without the white space at both ends."""
    if isinstance(tokens, Stretch):
        shown = tokens.tex.lstrip()
        return Stretch(shown.rstrip(), tokens.start + len(tokens.tex) - len(shown))
    while tokens and tokens[0].text == " ":
        tokens = tokens[1:]
    while tokens and tokens[-1].text == " ":
        tokens = tokens[:-1]
    return tokens


def _start_of(tokens: Sequence[Token]) -> int:
    if not tokens:
        return 0
    return tokens.start if isinstance(tokens, Stretch) else tokens[0].index


def _read_subequations(
    rewriter: Rewriter, body: Sequence[Token], label: str
) -> tuple[str, Sequence[Token], Sequence[Token]]:
    r"""Read `\label{all} \begin{align}…\end{align}`: lines 1a, 1b, … of one number.

    Return the environment within, its body, and all that is to be set.
    """
    reader = read_tokens(body)
    reader.skip_spaces()
    if reader.peek() == "\\label":
        label = reader.name(reader.next())
    rest = reader.rest()
    rewriter.within = label or UNNAMED
    return (*_environment_of(rest), rest)


def _run_lines(rewriter: Rewriter, tokens: Sequence[Token], end: int) -> None:
    r"""Rewrite a formula; where `\\` stands in no environment, its lines are below each other."""
    if not holds(tokens, _LINE_ENDS) or len(split_rows(tokens)) == 1:
        rewriter.run(tokens, end)
        return
    name = "aligned" if len(split_rows(tokens, "&")) > 1 else "gathered"
    rewriter.write(f"\\begin{{{name}}}", _start_of(tokens))
    rewriter.run(tokens, end)
    rewriter.write(f"\\end{{{name}}}", end)


def _environment_of(tokens: Sequence[Token]) -> tuple[str, Sequence[Token]]:
    """Return the name and the body of the environment that is the whole of a formula, if any."""
    reader = read_tokens(tokens)
    reader.skip_spaces()
    if reader.peek() != "\\begin":
        return "", []
    begin = reader.next()
    name = reader.name(begin)
    body = reader.environment(name, begin)
    reader.skip_spaces()
    return (name, body) if reader.is_done else ("", [])


def _is_named(tokens: Sequence[Token]) -> bool:
    r"""Tell whether there is a `\label` or a `\tag` in a formula."""
    return holds(tokens, _NAMING)


class _UnsetError(Exception):
    def __init__(self, problems: list[FormulaProblem]) -> None:
        super().__init__()
        self.problems = problems


def _convert(rewriter: Rewriter, *, display: bool) -> str:
    """Return the MathML of what has been rewritten, without the element around it."""
    problems: list[FormulaProblem] = []
    names = [_set(each, each.tex, problems, display=display) for each in rewriter.names]
    tex = rewriter.tex
    mathml = _set(rewriter, tex, problems, display=display)
    if problems:
        raise _UnsetError(problems)
    if _SIMPLE.has_simple_pieces(tex) and not (rewriter.marks and " accent" in mathml):
        check_marks(rewriter.marks)
        return replace_marks(fit_simple(mathml, tex), rewriter.marks)
    if names:
        mathml = replace_names(mathml, [_without_element(each) for each in names])
    if rewriter.marks:
        mathml = join_cells(replace_marks(mathml, rewriter.marks))
    if rewriter.places:
        mathml = place_numbers(mathml)
    inner = fit_mathml(draw_lines(mathml))
    if rewriter.is_without_gaps:
        inner = inner.replace('"math-lines"', '"math-lines math-alignat"', 1)
    return inner


def _set(rewriter: Rewriter, tex: str, problems: list[FormulaProblem], *, display: bool) -> str:
    """Return what math-core makes of the `tex` that has been written; note what it cannot set.

    A command that is not known is left out and the rest is tried again, so that an author sees
    all of them at once.
    """
    convert, mistake = _converter()
    while True:
        try:
            return convert(tex, displaystyle=display)
        except mistake as error:
            place = _PLACE.fullmatch(str(error))
            offset, message = (int(place[1]), place[2]) if place else (0, str(error))
            unknown = _UNKNOWN.fullmatch(message)
            if unknown and unknown[1].endswith("*"):  # as in `\\lambda*x`: the star is a sign
                tex = tex.replace(unknown[1], f"{unknown[1][:-1]}∗")
                continue
            explained = explain_entity(tex, offset) or explain(message)
            problems.append(FormulaProblem(rewriter.index_of(offset), *explained))
            if not unknown or len(problems) >= _MOST_PROBLEMS:
                raise _UnsetError(problems) from None
            end = offset + len(unknown[1])
            tex = f"{tex[:offset]}{{}}{' ' * (end - offset - 2)}{tex[end:]}"


def _without_element(mathml: str) -> str:
    return mathml[mathml.index(">") + 1 :].removesuffix("</math>")


def _with_source(inner: str, tex: str, alt: str, *, display: bool) -> str:
    opening = '<math display="block"' if display else "<math"
    alternative = f' alttext="{html.escape(alt)}"' if alt else ""
    source = html.escape(tex.strip(), quote=False)
    # What is as wide as the page has to be told so on every level.
    wide = ' class="math-lines"' if inner.startswith('<mtable class="math-lines') else ""
    return (
        f"{opening}{alternative}><semantics{wide}><mrow{wide}>{inner}</mrow>"
        f"{_ANNOTATION}{source}</annotation></semantics></math>"
    )


def _with_tag(place: NumberPlace | ReferencePlace, macros: Macros) -> NumberPlace | ReferencePlace:
    """Return a place with what its tag shows, which is text with mathematics between dollars."""
    if not isinstance(place, NumberPlace) or not place.tag:
        return place
    pieces = place.tag.split("$")
    shown = [html.escape(each, quote=False) for each in pieces]
    for number in range(1, len(pieces), 2):
        shown[number] = _typeset(pieces[number], False, macros, "", "").mathml or shown[number]  # noqa: FBT003
    markup = "".join(shown)
    text = html.unescape(_MARKUP.sub("", markup)).strip()
    return msgspec.structs.replace(place, tag=text, tag_html=markup)


@functools.cache
def _converter() -> tuple[Callable[..., str], type[Exception]]:
    """Return what makes MathML of TeX, and what it raises for a mistake."""
    from math_core import LatexError, LatexToMathML

    converter = LatexToMathML(fancy_error=False, allow_unreliable_rendering=True)
    return converter.convert_with_local_state, LatexError
