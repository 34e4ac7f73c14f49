"""Diagrams and charts: blocks of Mermaid, DOT (Graphviz) and Vega-Lite.

    ```mermaid {#fig-flow alt="From scan to result" caption="The **pipeline**"}
    flowchart LR
      Scan --> Result
    ```

They are also directives, as in MyST and Quarto, with options on lines of their own:

    ```{mermaid}
    :alt: From scan to result
    ```

`{chart}` makes a bar, line, area or scatter chart of columns of a data file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.construct import Construct, Mistake, Slot
from sitegen.content.diagrams.chart_specs import chart_spec, read_spec
from sitegen.content.diagrams.diagram_reference import DiagramReference
from sitegen.content.diagrams.diagram_texts import find_alternative, find_options
from sitegen.content.directive_blocks import Directive, Given, read_directive
from sitegen.content.fence_lines import FENCES
from sitegen.content.foreign_info import diagram_language, own_directive
from sitegen.content.image_reading import IMAGE_ALT
from sitegen.content.tables.caption_references import FORGED_MARKS, read_caption_text
from sitegen.diagnostics import Problem, Severity, declare, did_you_mean
from sitegen.late_patterns import compile_late
from sitegen.model import Word, kind_of_label
from sitegen.model.drawing import GRAPH_ENGINES

if TYPE_CHECKING:
    from sitegen.content.construct import Finding
    from sitegen.content.scanner import MarkdownSource
    from sitegen.content.source_lines import Fence
    from sitegen.model.drawing import DrawingKind

__all__ = ["DIAGRAMS"]

DIAGRAM_OPTION = declare("diagram-option", Severity.WARNING)

_KINDS: dict[str, DrawingKind] = {
    "mermaid": "mermaid",
    "dot": "graphviz",
    "graphviz": "graphviz",
    "vega-lite": "vega-lite",
    "vegalite": "vega-lite",
    "chart": "vega-lite",
}
_ATTRIBUTE = compile_late(
    r"[ \t]*+(?:(?P<mark>[{}:,]+)|\.(?P<class>[\w-]+)|#(?P<id>[\w:.-]+)"
    r"|(?P<name>[A-Za-z][\w-]*+)[ \t]*=[ \t]*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'"
    r"|(?P<bare>[^\s{}\"'=]+)))"
)
_NAMES = {
    "fig-alt": "alt",
    "fig-cap": "caption",
    "name": "label",
    "id": "label",
    "layout": "engine",
}
_OPTIONS = ("alt", "caption", "label", "engine", "file")
_OF_CHARTS = ("type", "x", "y", "color", "title", "x-title", "y-title", "height")
_CHARTS = ("bar", "line", "scatter", "area")
_FILES = (".mmd", ".mermaid", ".dot", ".gv", ".json", ".vl", ".csv", ".tsv")
_LIMIT = 100_000


class _Diagrams(Construct):
    source_marks = FENCES

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        """Yield a slot for each diagram, and what cannot be read of it."""
        if not any(name in line for _, line in source.fence_lines for name in _KINDS):
            return
        number = 0
        for fence in source.blocks.fences:
            info = source.text[fence.info : fence.info_end]
            name = "" if fence.is_tag else own_directive(info) or diagram_language(info)
            if name not in _KINDS:
                continue
            number += 1
            block = _Block(source, fence, name, number)
            reference = block.read()
            yield from block.mistakes
            yield Slot(fence.start, fence.end, reference, is_block=True)


class _Block(msgspec.Struct):
    """One diagram as it is written."""

    source: MarkdownSource
    fence: Fence
    name: str
    number: int
    given: dict[str, Given] = msgspec.field(default_factory=dict)
    mistakes: list[Mistake] = msgspec.field(default_factory=list)

    def read(self) -> DiagramReference:
        directive = self.read_block()
        source = directive.body if len(directive.body) <= _LIMIT else ""
        if len(directive.body) > _LIMIT:
            self.report(self.fence.start, "the diagram has too much text", "divide it")
        start = directive.start
        if self.name == "chart":
            source = self.read_chart(directive)
        told = find_options(source)
        for name, value in told.items():
            known = _NAMES.get(name, name)
            if known in {"alt", "caption", "label", "file"}:
                self.given.setdefault(known, Given(value, start))
        if "file" in told:
            source = ""
        caption = self.read_caption()
        file = self.given.get("file")
        described = self.alternative(source, start, has_file=file is not None)
        alt = self.value("alt") or described
        if not (alt or caption):
            message = "the diagram has no text for those who cannot see it"
            hint = 'write alt="what it shows" behind its language, or a caption'
            self.mistakes.append(Mistake(self.fence.start, Problem(IMAGE_ALT, message, hint)))
        if file and self.name != "chart" and _has_text(directive.body):
            message = "the text of this diagram is left out, for it is that of a file"
            self.report(start, message, "keep one of them")
        if not (source or directive.body or file) and self.name != "chart":
            self.report(self.fence.start, "the diagram is empty", "write its text, or name a file")
        return DiagramReference(
            target=file.value if file else "",
            line=0,
            kind=_KINDS[self.name],
            source=source,
            name=self.word(file) if file else Word(),
            engine=self.read_engine(),
            alt=alt,
            label_name=self.read_label(),
            number=self.number,
            lines_below=self.source.text.count("\n", self.fence.start, start),
            **caption,
        )

    def read_block(self) -> Directive:
        """Return the block; options are those of its first line, or lines of a directive."""
        text, fence = self.source.text, self.fence
        written = text[fence.info : fence.info_end]
        directive = read_directive(text, fence) if own_directive(written) else None
        if directive is None:
            directive = Directive(self.name, Given("", fence.info))
            directive.start = fence.info_end + 1
            directive.body = _body(text, fence)
            self.read_attributes()
            return directive
        for name, given in directive.options.items():
            self.set(name, given, given.place - len(name) - 3)
        for given in directive.repeated:
            self.report(given.place, f"the option '{given.value}' is there twice", "keep one")
        if directive.argument.value:
            if directive.argument.value.casefold().endswith(_FILES):
                self.given.setdefault("file", directive.argument)
            else:
                self.given.setdefault("caption", directive.argument)
        return directive

    def read_attributes(self) -> None:
        text, end = self.source.text, self.fence.info_end
        place = text.index(self.name, self.fence.info) + len(self.name)
        while place < end:
            found = _ATTRIBUTE.match(text, place, end)
            if not found:
                rest = text[place:end].strip()
                if rest:
                    self.unknown(place + len(text[place:end]) - len(text[place:end].lstrip()), rest)
                return
            place = found.end()
            if found["id"]:
                self.given.setdefault("label", Given(found["id"], found.start("id")))
            elif found["name"]:
                group = next(g for g in ("double", "single", "bare") if found[g] is not None)
                given = Given(found[group], found.start(group))
                self.set(found["name"], given, found.start("name"))

    def set(self, name: str, given: Given, place: int) -> None:
        known = _NAMES.get(name.casefold(), name.casefold())
        is_known = known in _OPTIONS or (self.name == "chart" and known in _OF_CHARTS)
        if is_known:
            self.given.setdefault(known, given)
        else:
            self.unknown(max(place, self.fence.start), name)

    def unknown(self, place: int, written: str) -> None:
        known = (*_OPTIONS, *(_OF_CHARTS if self.name == "chart" else ()))
        hint = did_you_mean(written, known, f"there are {', '.join(known)}")
        self.report(place, f"'{written[:40]}' is no option of a diagram", hint)

    def report(self, place: int, message: str, hint: str) -> None:
        self.mistakes.append(Mistake(place, Problem(DIAGRAM_OPTION, message, hint)))

    def value(self, name: str) -> str:
        found = self.given.get(name)
        return found.value.strip() if found else ""

    def word(self, given: Given) -> Word:
        lines = self.source.text.count("\n", self.fence.start, given.place)
        column = given.place - self.source.text.rfind("\n", 0, given.place)
        return Word(text=given.value.strip(), line=lines, column=column)

    def alternative(self, source: str, start: int, *, has_file: bool) -> str:
        """Return the text alternative in the source; report a specification that is no JSON."""
        if _KINDS[self.name] != "vega-lite" or has_file:
            return find_alternative(source)
        spec = read_spec(source) if source else {}
        if isinstance(spec, tuple):
            line, problem = spec
            place = start
            for _ in range(line - 1):
                place = self.source.text.find("\n", place) + 1
            self.mistakes.append(Mistake(place, problem))
            return ""
        found = spec.get("description") or spec.get("title")
        return found if isinstance(found, str) else ""

    def read_caption(self) -> dict[str, Any]:
        """Return the fields of the reference that say what the caption is."""
        given = self.given.get("caption")
        if not given or not given.value.strip():
            return {}
        read = read_caption_text(
            given.value,
            self.source.engine,
            lambda text, index: self.word(Given(text, given.place + index)),
        )
        self.mistakes += [Mistake(given.place + at, problem) for at, problem in read.problems]
        if read.is_forged:
            self.report(given.place, *FORGED_MARKS)
        return {
            "caption": read.plain,
            "caption_html": read.html,
            "caption_references": read.references,
            "caption_links": read.links,
        }

    def read_label(self) -> str:
        given = self.given.get("label")
        if given and kind_of_label(given.value.strip()) != "figure":
            hint = "begin it with fig-, such as 'fig-pipeline'"
            self.report(given.place, f"'{given.value}' is no label of a figure", hint)
            return ""
        return given.value.strip() if given else ""

    def read_engine(self) -> str:
        given = self.given.get("engine")
        if given and given.value not in GRAPH_ENGINES:
            hint = did_you_mean(given.value, GRAPH_ENGINES, f"there are {', '.join(GRAPH_ENGINES)}")
            self.report(given.place, f"'{given.value}' is no engine of Graphviz", hint)
            return "dot"
        return given.value if given else "dot"

    def read_chart(self, directive: Directive) -> str:
        """Return the specification of a simple chart."""
        data = self.given.pop("file", None)
        if data is None:
            hint = "write its path behind {chart}: ```{chart} results.csv"
            self.report(self.fence.start, "the chart has no data file", hint)
            return ""
        if directive.body:
            message = "the lines in this block are left out"
            self.report(directive.start, message, "write options such as ':x: year'")
        kind = self.value("type") or "bar"
        if kind not in _CHARTS:
            hint = did_you_mean(kind, _CHARTS, f"there are {', '.join(_CHARTS)}")
            self.report(self.given["type"].place, f"'{kind}' is no type of chart", hint)
            kind = "bar"
        missing = [name for name in ("x", "y") if not self.value(name)]
        if missing:
            message = f"the chart does not say which column is '{missing[0]}'"
            self.report(self.fence.start, message, f"write ':{missing[0]}: name of the column'")
            return ""
        height = self.value("height")
        spec = chart_spec(
            data=data.value,
            kind=kind,
            x=self.value("x"),
            y=tuple(filter(None, (each.strip() for each in self.value("y").split(",")))),
            color=self.value("color"),
            title=self.value("title"),
            x_title=self.value("x-title"),
            y_title=self.value("y-title"),
            height=min(int(height), 2000) if re.fullmatch(r"[1-9]\d{1,4}", height) else 300,
        )
        return json.dumps(spec, ensure_ascii=False)


def _has_text(body: str) -> bool:
    """Tell whether a block holds more than options and comments."""
    lines = map(str.strip, body.split("\n"))
    return any(line and not line.startswith(("%%", "//", "#")) for line in lines)


def _body(text: str, fence: Fence) -> str:
    """Return the lines of a block without the margin of the list item that it is in."""
    margin = fence.start - (text.rfind("\n", 0, fence.start) + 1)
    lines = text[fence.info_end + 1 : fence.end].removesuffix("\n").split("\n")
    if fence.closed:
        lines.pop()
    return "\n".join(
        line[margin:] if not line[:margin].strip(" \t>") else line.lstrip(" \t>") for line in lines
    ).rstrip()


DIAGRAMS = _Diagrams()
