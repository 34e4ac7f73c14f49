r"""Mathematics: TeX as MathML, and the source of a formula that cannot be set.

A displayed formula may have attributes behind it: `$$ … $$ {#eq-mass alt="…"}`. What `\newcommand`
defines in one formula holds for the rest of the page.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, NamedTuple

from sitegen.content.attribute_lists import read_attributes
from sitegen.content.construct import Construct, Finding, Mistake, Node, Replacement, Slot
from sitegen.content.div_attributes import BLOCK_ATTRIBUTE
from sitegen.content.formula_source import read_fence, read_formula
from sitegen.content.formulas import is_math_fence, may_hold_formulas
from sitegen.content.number_marks import number_mark, reference_mark
from sitegen.diagnostics import Problem, nearest_name
from sitegen.late_patterns import compile_late
from sitegen.mathematics.equation_labels import label_of
from sitegen.mathematics.formula import UNNAMED, NumberPlace
from sitegen.mathematics.invalid_formula import explain_formula
from sitegen.model import CrossReference, kind_of_label

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from sitegen.content.formula_source import FormulaSource
    from sitegen.content.formulas import Formula as Span
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_lines import Fence
    from sitegen.mathematics.formula import Formula, ReferencePlace
    from sitegen.mathematics.macros import Macros

__all__ = ["MATHEMATICS"]

_ESCAPED_DOLLAR = compile_late(r"(?<!\\)(?:\\\\)*+\\\$")
_ATTRIBUTES = compile_late(r"[ \t]*\{:?[ \t]*([^{}\n]*+)\}")
#: As in MyST: `$$ … $$ (mass)`.
_LABEL_BEHIND = compile_late(r"[ \t]*\(([A-Za-z][\w:.-]*)\)(?=[ \t]*(?:\n|\Z))")
_REFERENCE = compile_late(
    r"(?<!\\)\\(?P<command>eqref|[cC]?ref|autoref)\{(?P<label>[^{}\\\s][^{}\\\n]*+)\}"
)
_NUMBER_ONLY = frozenset({"eqref", "ref"})
#: A line such as `:label: eq-mass` at the top of a block, as in MyST.
_OPTION = compile_late(r"[ \t>]*+:(?P<name>[a-z-]+):[ \t]*+(?P<value>[^\n]*)\n?")
#: The same between lines of dashes.
_DASHES = compile_late(r"[ \t>]*+-{3,}[ \t]*\n")
_DASHED_OPTION = compile_late(r"[ \t>]*+(?P<name>[a-z-]+):[ \t]+(?P<value>[^\n]*)\n")
_OPTION_NAMES = {"label": "id", "name": "id", "class": "class", "alt": "alt"}
#: The other options of MyST and Sphinx, which change nothing here.
_OTHER_OPTIONS = frozenset({"enumerated", "enumerator", "nowrap", "no-wrap", "number", "typst"})
_UNSEEN = compile_late(r"\\(?:begin|end|label|tag\*?)\{[^{}]*+\}|\s++")
_COMMAND = compile_late(r"\\[a-zA-Z]+|[{}&\s]+")
#: Characters of a formula that have room on the smallest screen.
_WIDE = 24
_WIDE_IN_LINE = 'class="math-wide"'


_Attributes = tuple[tuple[str, str], ...]


class _Written(NamedTuple):
    """A formula as it stands in the page, from `start` to `end`, its attributes included."""

    start: int
    end: int
    source: FormulaSource
    is_display: bool
    attributes: _Attributes = ()
    is_fence: bool = False
    misspelt: tuple[Mistake, ...] = ()

    def attribute(self, name: str) -> str:
        return next((value for key, value in self.attributes if key == name), "")


class _Mathematics(Construct):
    source_marks = ("$", "\\", "```", "~~~", "{math}`", "{{<", "{{%")

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield the formulas; an escaped dollar is a dollar under both engines."""
        if source.macros is None or not _may_hold(source):
            return
        setter = _Setter(source.macros)
        for written in _list_formulas(source):
            yield from written.misspelt
            yield from setter.set(written)
        yield from _references(source)
        if source.engine == "python-markdown" and "\\$" in source.text:
            for found in _ESCAPED_DOLLAR.finditer(source.prose):
                yield Replacement(found.end() - 2, found.end(), "$")


def _may_hold(source: MarkdownSource) -> bool:
    """Tell quickly that a text has no formulas, nor references to them; True if it may have."""
    outline = source.outline
    if "$" in outline or "\\" in outline or "{{" in outline:
        return True
    is_role = "{}`" in outline and "{math}" in source.text
    return is_role or any("math" in line for _, line in source.fence_lines)


def _list_formulas(source: MarkdownSource) -> list[_Written]:
    """Return the formulas of a page in their order."""
    text = source.text
    fences = (
        [each for each in source.blocks.fences if is_math_fence(text[each.info : each.info_end])]
        if "math" in text
        else []
    )
    found = [_read_fence(text, fence) for fence in fences]
    for formula in source.blocks.formulas if may_hold_formulas(text) else ():
        end, attributes = _read_attributes(text, formula)
        written = read_formula(text, formula)
        found.append(_Written(formula.start, end, written, formula.is_display, attributes))
    return sorted(found) if fences else found


def _read_attributes(text: str, formula: Span) -> tuple[int, _Attributes]:
    """Return where a formula ends, its attribute list included, and what that says."""
    label = _LABEL_BEHIND.match(text, formula.end) if formula.is_display else None
    if label:
        return label.end(), (("id", label_of(label[1])),)
    found = _ATTRIBUTES.match(text, formula.end) if formula.is_display else None
    attributes = tuple(read_attributes(found[1])) if found else ()
    return (found.end() if found and attributes else formula.end), attributes


def _read_fence(text: str, fence: Fence) -> _Written:
    options, first = _read_options(text, min(fence.info_end + 1, fence.end), fence.end)
    attributes = []
    misspelt = []
    for option in options:
        problem = _misspelt(option["name"])
        if problem:
            misspelt.append(Mistake(option.start("name"), problem))
        name, value = _OPTION_NAMES.get(option["name"], option["name"]), option["value"].strip()
        attributes.append((name, label_of(value) if name == "id" else value))
    body = text[first : fence.end].removesuffix("\n")
    last = body.rfind("\n") if fence.closed else len(body)
    source = read_fence(text, fence, first, first + max(last, 0))
    return _Written(
        fence.start,
        fence.end,
        source,
        is_display=True,
        attributes=tuple(attributes),
        is_fence=True,
        misspelt=tuple(misspelt),
    )


def _misspelt(name: str) -> Problem | None:
    """Return what is wrong with an option that is almost a known one."""
    if name in _OPTION_NAMES or name in _OTHER_OPTIONS:
        return None
    near = nearest_name(name, (*_OPTION_NAMES, *_OTHER_OPTIONS))
    message = f"'{{math}}' has no option '{name}'"
    return Problem(BLOCK_ATTRIBUTE, message, f"did you mean '{near}'?") if near else None


def _read_options(text: str, first: int, end: int) -> tuple[list[re.Match[str]], int]:
    """Return the options at the top of a block, and where its formula begins."""
    opening = _DASHES.match(text, first, end)
    pattern, place = (_DASHED_OPTION, opening.end()) if opening else (_OPTION, first)
    options: list[re.Match[str]] = []
    while option := pattern.match(text, place, end):
        options.append(option)
        place = option.end()
    if not opening:
        return options, place
    closing = _DASHES.match(text, place, end)
    return (options, closing.end()) if closing else ([], first)


def _references(source: MarkdownSource) -> Iterator[Finding]:
    r"""Yield references in the text, such as `\eqref{eq:mass}`."""
    if "ref{" not in source.text:
        return
    for found in _REFERENCE.finditer(source.prose):
        start, end = found.span()
        label = label_of(source.text[found.start("label") : found.end("label")])
        only_number = found["command"] in _NUMBER_ONLY
        yield Slot(start, end, CrossReference(target=label, line=0, only_number=only_number))
        if found["command"] == "eqref":
            yield Replacement(start, start, "(")
            yield Replacement(end, end, ")")


class _Setter:
    """Sets the formulas of one page, one after the other."""

    def __init__(self, macros: Macros) -> None:
        self._macros = macros
        self._unnamed = 0

    def set(self, written: _Written) -> Iterator[Finding]:
        """Yield a formula, and what is wrong with it."""
        alt, label = written.attribute("alt"), written.attribute("id")
        label = label if kind_of_label(label) == "equation" else ""
        from sitegen.mathematics.typesetting import typeset  # many sites have no formulas

        tex = written.source.tex
        formula = typeset(
            tex, display=written.is_display, macros=self._macros, label=label, alt=alt
        )
        self._macros = formula.macros
        for problem in formula.problems:
            place = written.source.place_of(min(problem.index, len(tex)))
            source = written.source.written
            yield Mistake(place, explain_formula(problem, source, is_set=formula.is_set))
        if not formula.is_set:
            yield _unset(written)
        elif written.is_display:
            yield self._display(written, formula)
        else:
            texts = [self._place(written.source, place, "") for place in formula.places]
            shown = formula.filled(texts)
            if _is_wide(tex):
                shown = shown.replace("<math", f"<math {_WIDE_IN_LINE}", 1)
            yield Node(written.start, written.end, shown)

    def _display(self, written: _Written, formula: Formula) -> Node:
        numbered = [place for place in formula.places if isinstance(place, NumberPlace)]
        named = [place for place in numbered if place.label]
        own_id = label_of(named[0].label) if len(named) == 1 else ""
        own_id = own_id or written.attribute("id")
        mark = "" if own_id else "id"
        whole, before = self._whole(numbered, written.attribute("id"))
        if whole:
            own_id, mark = "" if whole.startswith("eq-_") else whole, "id"
        texts = [self._place(written.source, place, mark, whole) for place in formula.places]
        classes = " ".join(["math", "display", *_values(written.attributes, "class")])
        region = ' tabindex="0"' if _is_wide(written.source.tex) else ""
        identity = f' id="{html.escape(own_id)}"' if own_id else ""
        opening = f'class="{html.escape(classes)}"{identity}{region}'
        inner = before + formula.filled(texts)
        return Node(
            written.start,
            written.end,
            f"<div {opening}>{inner}</div>",
            is_block=True,
            inline_html=f"<span {opening}>{inner}</span>",
            is_lines=written.is_fence,
        )

    def _whole(self, places: list[NumberPlace], given: str) -> tuple[str, str]:
        """Return the label of `subequations`, and the mark that counts them; else nothing."""
        name = next((each.within for each in places if each.within), "")
        if not name:
            return "", ""
        if name == UNNAMED:
            whole = self._next_unnamed()
        else:
            whole = given if name == given else label_of(name)
        return whole, number_mark(whole, form="none")

    def _place(
        self,
        source: FormulaSource,
        place: NumberPlace | ReferencePlace,
        identity: str,
        whole: str = "",
    ) -> str:
        """Return what stands in a place of a formula: a number, a tag, or a reference."""
        if not isinstance(place, NumberPlace):
            mark = reference_mark(label_of(place.label), source.place_of(place.index))
            return f"({mark})" if place.has_brackets else mark
        tag = html.escape(place.tag, quote=False)
        if not place.label and place.tag:
            return f"({tag})" if place.has_brackets else tag
        label = label_of(place.label) if place.label else self._next_unnamed()
        mark = number_mark(label, form="number", given=place.tag, within=whole)
        shown = f"({mark})" if place.has_brackets else mark
        return (
            f'<span id="{html.escape(label)}">{shown}</span>' if identity and place.label else shown
        )

    def _next_unnamed(self) -> str:
        """Return a label for a line that has a number and no label of its own."""
        self._unnamed += 1
        return f"eq-_{self._unnamed}"


def _values(attributes: _Attributes, name: str) -> list[str]:
    return [value for key, value in attributes if key == name]


def _unset(written: _Written) -> Node:
    """Return a formula that cannot be set as code."""
    source = html.escape(written.source.written, quote=False)
    in_line = f'<code class="math-source">{source}</code>'
    if not written.is_display:
        return Node(written.start, written.end, in_line)
    label = written.attribute("id")
    identity = f' id="{html.escape(label)}"' if label else ""
    mark = number_mark(label, form="none") if kind_of_label(label) else ""
    block = f'<pre class="math-source"{identity}><code>{source}</code></pre>{mark}'
    in_line = f"{in_line}{mark}"
    return Node(
        written.start,
        written.end,
        block,
        is_block=True,
        inline_html=in_line,
        is_lines=written.is_fence,
    )


def _is_wide(tex: str) -> bool:
    """Tell whether a formula may be wider than a small screen, by the length of its lines."""
    shown = _UNSEEN.sub("", tex)
    return any(len(_COMMAND.sub("x", line)) > _WIDE for line in shown.split("\\\\"))


MATHEMATICS = _Mathematics()
