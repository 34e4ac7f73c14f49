r"""Set a formula: from TeX to MathML.

Most formulas go to math-core as they are, or with what it lacks rewritten: they are set at once,
and so is what macros have become. A formula that this does not set is split into tokens, whose
indexes lead from its mistakes back to what the author wrote.
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
from sitegen.mathematics.conversion import UnsetError, convert_rewritten, converter
from sitegen.mathematics.decorations import DECORATIONS, SIZES
from sitegen.mathematics.environments import LINE_COMMANDS, NUMBERED
from sitegen.mathematics.expansion import DEFINING, expand
from sitegen.mathematics.formula import Formula, FormulaProblem, NumberPlace
from sitegen.mathematics.macros import NO_MACROS, Macros
from sitegen.mathematics.markdown_escapes import comment_place, undoubled, without_escapes
from sitegen.mathematics.mathml import UnsafeError, fit_mathml, fit_simple
from sitegen.mathematics.meanings import MEANINGS
from sitegen.mathematics.nesting import check_nesting
from sitegen.mathematics.operators import OPERATORS
from sitegen.mathematics.physics import PHYSICS
from sitegen.mathematics.plain_formulas import (
    CHECKED,
    has_one_line,
    is_flat,
    is_odd,
    is_plain,
    plain_tex,
)
from sitegen.mathematics.quantities import QUANTITIES
from sitegen.mathematics.rewriting import Rewriter, split_places
from sitegen.mathematics.row_lines import ROW_LINES
from sitegen.mathematics.simple_formulas import SimpleFormulas
from sitegen.mathematics.stacked import STACKED
from sitegen.mathematics.tensors import TENSORS
from sitegen.mathematics.tokens import (
    LONGEST,
    PRIVATE,
    Stretch,
    TexError,
    Token,
    commands_of,
    is_clean,
    origin_of,
    split_commands,
    texts_of,
    tokenise,
    written,
)
from sitegen.mathematics.whole_formulas import LINE_ENDS, NAMING, rewrite_whole, stripped

if TYPE_CHECKING:
    from collections.abc import Sequence

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
#: What may hide a mistake, since it is left out.
_GROWING = frozenset({*DEFINING, "\\href"})
#: A formula without these has one line, which has no number.
_WITH_LINES = NAMING | LINE_ENDS | {"\\begin"}
#: What may be an environment whose lines have numbers.
_WHOLE = re.compile(rf"\s*+\\begin\s*+\{{\s*+(?:{'|'.join(NUMBERED)}|subequations)")
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
    if "\\\\\\\\" in tex or "\\_{" in tex:
        tex = without_escapes(tex)
    source = _Source(tex, macros, alt, display)
    if not (macros.entries and _has_macros(tex, macros)):
        formula = _set_at_once(tex, source, label)
        if formula:
            return formula if "%" not in tex else _with_comment_told(formula, source)
    formula = _set_expanded(source, label)
    if formula.is_set:
        return formula if "%" not in tex else _with_comment_told(formula, source)
    other = undoubled(tex)
    escaped = _typeset(other, display, macros, label, alt) if other != tex else formula
    formula = formula if escaped.problems else escaped
    return formula if formula.is_set or "%" not in tex else _with_comment_told(formula, source)


def _with_comment_told(formula: Formula, source: _Source) -> Formula:
    """Say that a percent sign hides what follows it, if its author hardly wants a comment."""
    place = comment_place(source.tex, display=source.display)
    if place < 0:
        return formula
    problem = FormulaProblem(
        place, "'%' begins a comment: what follows it is left out", "write \\%"
    )
    if not formula.is_set:
        written = f"{source.tex[:place]}\\{source.tex[place:]}"
        other = _typeset(written, source.display, source.macros, "", "")
        return formula if not other.is_set else Formula(problems=(problem,), macros=formula.macros)
    return msgspec.structs.replace(formula, problems=(*formula.problems, problem))


def forget() -> None:
    """Forget the formulas that have been set, so that setting them can be timed again."""
    _typeset.cache_clear()


class _Source(msgspec.Struct, frozen=True, gc=False):
    """A formula as its author wrote it, and the macros that hold in it, or after it."""

    tex: str
    macros: Macros
    alt: str
    display: bool


def _has_macros(tex: str, macros: Macros) -> bool:
    return not macros.commands.isdisjoint(commands_of(tex))


def _set_at_once(tex: str, source: _Source, label: str) -> Formula | None:
    """Set TeX without macros, most of which needs not be split into tokens.

    Return None if it may be nested deep, or if something is wrong with it.
    """
    is_simple, is_flat = _SIMPLE.look(tex)
    formula = _set_simple(tex, source) if is_simple and not label else None
    if formula or not is_flat:
        return formula
    texts = split_commands(tex)
    commands = texts[1::2]
    if not label and is_plain(tex, commands, _REWRITTEN):
        formula = _set_plain(tex, source)
        if formula:
            return formula
    if not _GROWING.isdisjoint(commands) or ("\\tag" in commands and not source.display):
        return None
    rewriter = Rewriter(_HANDLERS, display=source.display)
    try:
        if not label and _is_single(tex, commands, display=source.display):
            rewriter.run_source(tex, 0, texts)
        else:
            _rewrite(rewriter, _stretch_of(tex), commands, source, label)
        return _finish(rewriter, source)
    except (TexError, UnsetError, UnsafeError):
        return None


def _set_expanded(source: _Source, label: str) -> Formula:
    """Set a formula after its macros are expanded, or say what is wrong with it."""
    try:
        given = _read_tokens(source.tex)
        tokens, macros = expand(given, source.macros)
    except TexError as error:
        return Formula(problems=_problems_of(error), macros=source.macros)
    source = msgspec.structs.replace(source, macros=macros)
    if tokens is not given:
        formula = _set_text(tokens, source, label)
        if formula:
            return formula
    return _set_tokens(tokens, source, label)


def _set_text(tokens: Sequence[Token], source: _Source, label: str) -> Formula | None:
    """Set what macros have become as if an author had written it; None if anything is wrong."""
    tokens = stripped(tokens)
    tex = written(tokens)
    if not is_clean(tex) or "\\" in texts_of(tokens) or not tex:
        return None  # it would have other tokens, or none
    formula = _set_at_once(tex, source, label)
    if not formula or formula.problems:
        return None
    places = [
        msgspec.structs.replace(each, index=origin_of(tokens, each.index))
        for each in formula.places
    ]
    return msgspec.structs.replace(formula, places=tuple(places)) if places else formula


def _set_tokens(tokens: Sequence[Token], source: _Source, label: str) -> Formula:
    """Set a formula without macros, or say what is wrong with it."""
    rewriter = Rewriter(_HANDLERS, display=source.display)
    unchecked: Sequence[Token] = ()
    try:
        unchecked = _unless_deep(tokens)
        _rewrite(rewriter, tokens, texts_of(tokens), source, label)
        return _finish(rewriter, source)
    except (TexError, UnsetError) as error:
        problems = _nesting_problems(unchecked) or (*rewriter.problems, *_problems_of(error))
    except UnsafeError:
        problems = (FormulaProblem(0, "this formula cannot be set", "write it in another way"),)
    return Formula(problems=problems, macros=source.macros)


def _rewrite(
    rewriter: Rewriter, tokens: Sequence[Token], commands: list[str], source: _Source, label: str
) -> None:
    """Rewrite the tokens of a formula, among which are the commands, for math-core."""
    if label or not _WITH_LINES.isdisjoint(commands):
        rewrite_whole(rewriter, tokens, len(source.tex), label)
    else:
        rewriter.run(stripped(tokens), len(source.tex))


def _finish(rewriter: Rewriter, source: _Source) -> Formula:
    """Return what has been rewritten as a formula."""
    inner = convert_rewritten(rewriter, _SIMPLE, display=source.display)
    parts, places = split_places(_with_source(inner, source), rewriter.places)
    shown = tuple([_with_tag(each, source.macros) for each in places])
    return Formula(parts, shown, tuple(rewriter.problems), source.macros)


def _is_single(tex: str, commands: list[str], *, display: bool) -> bool:
    """Tell that a formula is one line without a number, which needs not be split into tokens."""
    if is_odd(tex) or not has_one_line(tex, commands):
        return False
    return not display or (NAMING.isdisjoint(commands) and not _WHOLE.match(tex))


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
        return _problems_of(error)
    return ()


def _problems_of(error: TexError | UnsetError) -> tuple[FormulaProblem, ...]:
    if isinstance(error, UnsetError):
        return tuple(error.problems)
    return (FormulaProblem(error.index, error.message, error.hint),)


def _set_simple(tex: str, source: _Source) -> Formula | None:
    """Set a simple formula; return None if something is wrong with it."""
    convert, mistake = converter()
    try:
        inner = fit_simple(convert(tex, displaystyle=source.display), tex)
    except (mistake, UnsafeError):
        return None
    if source.alt:
        return Formula((_with_source(inner, source),), macros=source.macros)
    shown = source.tex.strip()
    if "<" in shown or ">" in shown or "&" in shown:
        shown = html.escape(shown, quote=False)
    whole = (
        f"{_DISPLAYED if source.display else _IN_LINE}{inner}</mrow>"
        f"{_ANNOTATION}{shown}</annotation></semantics></math>"
    )
    return Formula((whole,), macros=source.macros)


def _set_plain(tex: str, source: _Source) -> Formula | None:
    """Set a formula that needs no rewriting; return None if something is wrong with it."""
    convert, mistake = converter()
    try:
        inner = fit_mathml(convert(plain_tex(tex), displaystyle=source.display))
    except (mistake, UnsafeError):
        return None
    return Formula((_with_source(inner, source),), macros=source.macros)


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


def _with_source(inner: str, source: _Source) -> str:
    opening = '<math display="block"' if source.display else "<math"
    alternative = f' alttext="{html.escape(source.alt)}"' if source.alt else ""
    shown = html.escape(source.tex.strip(), quote=False)
    # What is as wide as the page has to be told so on every level.
    wide = ' class="math-lines"' if inner.startswith('<mtable class="math-lines') else ""
    return (
        f"{opening}{alternative}><semantics{wide}><mrow{wide}>{inner}</mrow>"
        f"{_ANNOTATION}{shown}</annotation></semantics></math>"
    )


def _with_tag(place: NumberPlace | ReferencePlace, macros: Macros) -> NumberPlace | ReferencePlace:
    """Return a place with what its tag shows, which is text with mathematics between dollars."""
    if not isinstance(place, NumberPlace) or not place.tag:
        return place
    if "$" not in place.tag:
        shown = html.escape(place.tag, quote=False)
        return msgspec.structs.replace(place, tag=place.tag.strip(), tag_html=shown)
    pieces = [html.escape(each, quote=False) for each in place.tag.split("$")]
    for number, tex in enumerate(place.tag.split("$")):
        if number % 2:
            pieces[number] = _typeset(tex, False, macros, "", "").mathml or pieces[number]  # noqa: FBT003
    markup = "".join(pieces)
    text = html.unescape(_MARKUP.sub("", markup)).strip()
    return msgspec.structs.replace(place, tag=text, tag_html=markup)
