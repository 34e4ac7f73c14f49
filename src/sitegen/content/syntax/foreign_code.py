"""Code in the syntax of other generators: a warning for each kind.

Fences that are directives of MyST or code cells of Quarto, `{=html}`, and `{% highlight python %}`.

`code_fences` shows them as code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.content.construct import Construct, Finding, Mistake
from sitegen.content.fence_lines import FENCES
from sitegen.content.foreign_code_kinds import (
    CODE_CELLS,
    CODE_DIRECTIVES,
    CODE_TAGS,
    DRAWN_CODE,
    OTHER_RAW_CODE,
    RAW_CODE,
)
from sitegen.content.foreign_info import (
    diagram_language,
    is_code_directive,
    own_directive,
    read_foreign_info,
    read_raw_format,
    read_tag_language,
)
from sitegen.content.formulas import is_math_fence
from sitegen.content.problem_groups import group_problems
from sitegen.content.raw_html import OTHER_FORMATS, RAW_HTML, ends_by_itself
from sitegen.content.syntax.foreign_syntax import foreign_problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.foreign_kind import ForeignKind
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_blocks import Fence

__all__ = ["FOREIGN_CODE"]


_KINDS = {
    "cell": CODE_CELLS,
    "directive": CODE_DIRECTIVES,
    "tag": CODE_TAGS,
    "raw": RAW_CODE,
    "other": OTHER_RAW_CODE,
}
_PLAIN_TAG = compile_late(
    r"\{(?:\{<|%-?)\s*+highlight\s++[\"']?[\w+#-]+?[\"']?\s*+(?:>\}|-?%)\}\s*"
)


class _ForeignCode(Construct):
    source_marks = ("{", *(f"{marks}{name}" for marks in FENCES for name in DRAWN_CODE.hints))

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a warning for the first of each kind and name."""
        text, outline = source.text, source.outline
        yield from _drawn(source)
        has_fences = any("{" in line for _, line in source.fence_lines)
        has_tags = ("{%" in outline or "{{" in outline) and "highlight" in text
        if not has_fences and not has_tags:
            return
        found: dict[str, list[tuple[int, str, str]]] = {}
        for fence in source.blocks.fences:
            written = text[fence.info : fence.info_end]
            if (
                own_directive(written)
                or diagram_language(written)
                or is_code_directive(written)
                or (is_math_fence(written) and source.macros is not None)
            ):
                continue
            info = read_foreign_info(written) if "{" in written else None
            if fence.is_tag and _PLAIN_TAG.fullmatch(text, fence.start, fence.info_end):
                continue  # it says no more than what becomes of it
            if fence.is_tag:
                tag = text[fence.start : fence.info_end]
                found.setdefault("tag", []).append((fence.start, tag, read_tag_language(written)))
            elif "{" in written and (raw := read_raw_format(written)):
                if raw in RAW_HTML and ends_by_itself(_inside(text, fence)):
                    continue
                kind = "other" if raw in OTHER_FORMATS else "raw"
                found.setdefault(kind, []).append((fence.start, written.strip(), raw))
            elif info:
                kind = "cell" if info.is_cell else "directive"
                found.setdefault(kind, []).append((fence.start, written.strip(), info.name))
        for kind, places in found.items():
            yield from _mistakes(_KINDS[kind], places)


def _drawn(source: MarkdownSource) -> Iterator[Mistake]:
    """Yield a warning for each language of code that other generators draw."""
    found = []
    for place, line in source.fence_lines:
        language = line.lstrip("`~").strip()
        if language in DRAWN_CODE.hints:
            found.append((place, line.strip(), language))
    if found:
        starts = {each.start for each in source.blocks.fences}
        yield from _mistakes(DRAWN_CODE, [each for each in found if each[0] in starts])


def _mistakes(kind: ForeignKind, places: list[tuple[int, str, str]]) -> Iterator[Mistake]:
    groups: dict[str, list[tuple[int, str, str]]] = {}
    for place in places:
        groups.setdefault(kind.group_of(place[2]), []).append(place)
    for group in groups.values():
        for (start, *_), problem in group_problems(
            group, lambda each: foreign_problem(kind, each[1], each[2])
        ):
            yield Mistake(start, problem)


def _inside(text: str, fence: Fence) -> str:
    """Return what is in a block, with the margins of its lines."""
    inner = text[fence.info_end + 1 : fence.end]
    return inner.rstrip().rpartition("\n")[0] if fence.closed else inner


FOREIGN_CODE = _ForeignCode()
