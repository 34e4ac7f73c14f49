"""Write the outputs of a code cell: text, errors, pictures, tables, formulas.

Of the kinds of data that an output offers, the richest is shown that needs no script.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from sitegen.content.notebooks.ansi_text import terminal_html
from sitegen.content.notebooks.cell_code import fold
from sitegen.content.notebooks.notebook_images import (
    GLUED_PREFIX,
    IMAGE_TYPES,
    decode_image,
    embed_data_urls,
    image_target,
)
from sitegen.content.notebooks.output_html import (
    clean_output_html,
    is_active,
    preformatted,
)
from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.content.notebooks.cell_options import CellOptions

__all__ = ["NOTEBOOK_OUTPUT", "OutputPiece", "OutputWriter", "read_outputs"]

NOTEBOOK_OUTPUT = declare("notebook-output", Severity.WARNING)
PERSONAL_PATH = declare("personal-path", Severity.WARNING)

#: Longer text of one output is cut, and longer HTML is not shown.
_LONGEST_TEXT = 100_000
_LONGEST_HTML = 2_000_000
_WIDGETS = compile_late(r"application/vnd\.(?!plotly|vega)[\w.+-]+")
_CHARTS = compile_late(r"application/vnd\.(?:plotly|vega)[\w.+-]+")
#: A folder that has the name of whoever ran the code.
_HOME = compile_late(r"(?:/home|/Users|[A-Za-z]:\\+Users)[/\\]+(?!runner\b|jovyan\b)([\w.-]{1,40})")
_DISPLAYED = frozenset({"execute_result", "display_data", "update_display_data"})
_PLAIN_FIGURE = compile_late(r"<(?:Figure size |matplotlib\.|Axes|IPython\.core\.display)")
_DELIMITED = compile_late(r"\s*(?:\$|\\\[|\\\()")
_ENVIRONMENT = compile_late(
    r"\s*\\begin\{(?:equation|align|gather|multline|eqnarray|flalign|alignat)\*?\}"
)


@dataclass(frozen=True, slots=True)
class OutputPiece:
    """A part of an output: `markdown`, `html`, or an `image` with its target; and what it is.

    `is_table` tells HTML with a table.
    """

    kind: str
    text: str
    is_table: bool = False
    is_folded: bool = False
    size: tuple[int, int] = (0, 0)
    alt: str = ""


@dataclass(slots=True)
class OutputWriter:
    """Writes the outputs of one cell of the notebook that the page names `base`."""

    base: str
    options: CellOptions
    problems: list[Problem]

    def read(self, outputs: tuple[Mapping[str, Any], ...]) -> Iterator[OutputPiece]:
        """Yield the pieces, in their order."""
        for row in _joined_streams(outputs):
            kind = row.get("output_type")
            if kind == "stream":
                yield from self._stream(row)
            elif kind == "error":
                if self.options.flag("error", otherwise=True):
                    yield self._error(row)
            elif kind in _DISPLAYED:
                yield from self._displayed(row)
            elif kind != "clear_output":
                self._miss(f"an output of the kind '{str(kind)[:40]}' is left out")

    def _miss(self, message: str, hint: str = "") -> None:
        problem = Problem(NOTEBOOK_OUTPUT, message, hint)
        if problem not in self.problems:
            self.problems.append(problem)

    def _stream(self, row: Mapping[str, Any]) -> Iterator[OutputPiece]:
        is_error = row.get("name") == "stderr"
        if not self.options.flag("warning" if is_error else "prints", otherwise=True):
            return
        text = _text(row.get("text"))
        if text is None:
            self._miss("the text of an output is no text, and is left out")
        elif text.strip():
            if not is_error and self.options.flag("as-is", otherwise=False):
                yield OutputPiece("markdown", text)
            else:
                shown = terminal_html(self._cut(text.rstrip("\n")))
                kind = "cell-stderr" if is_error else "cell-stdout"
                yield OutputPiece("html", preformatted(shown, kind))

    def _error(self, row: Mapping[str, Any]) -> OutputPiece:
        name = _text(row.get("ename")) or "Error"
        value = _text(row.get("evalue")) or ""
        lines = row.get("traceback")
        found = [line for line in lines if isinstance(line, str)] if isinstance(lines, list) else []
        first = terminal_html(value.strip().split("\n")[0][:300])
        summary = f"<code>{terminal_html(name[:100])}</code>{': ' if first else ''}{first}"
        whole = "\n".join(found) or f"{name}: {value}"
        trace = preformatted(terminal_html(self._cut(whole)), "cell-traceback")
        html = fold(trace, "", summary).replace("cell-fold", "cell-fold cell-error", 1)
        return OutputPiece("html", html, is_folded=True)

    def _displayed(self, row: Mapping[str, Any]) -> Iterator[OutputPiece]:
        data = row.get("data")
        if not isinstance(data, dict):
            self._miss("an output without data is left out")
            return
        if data and all(str(kind).startswith(GLUED_PREFIX) for kind in data):
            return
        for kind in ("text/html", "text/markdown", *IMAGE_TYPES, "text/latex", "application/json"):
            if kind in data:
                piece = self._one(kind, data, row)
                if piece is not None:
                    yield piece
                    return
        before = len(self.problems)
        self._name_scripts(data)
        plain = _text(data.get("text/plain"))
        if plain is not None and plain.strip():
            shown = terminal_html(self._cut(plain.rstrip("\n")))
            yield OutputPiece("html", preformatted(shown, "cell-result"))
        elif len(self.problems) == before:
            kinds = ", ".join(sorted(str(kind)[:60] for kind in data)) or "nothing"
            self._miss(f"an output of {kinds} is left out", "show it as a picture or a table")

    def _one(
        self, kind: str, data: Mapping[str, Any], row: Mapping[str, Any]
    ) -> OutputPiece | None:
        """Return what shows the data of one kind; None if that cannot be shown."""
        if kind in IMAGE_TYPES:
            return self._image(kind, data, row)
        if kind == "application/json":
            if any(map(_CHARTS.match, data)):
                return None
            dumped = json.dumps(data[kind], indent=2, ensure_ascii=False)
            inner = escape(self._cut(dumped), quote=False)
            code = f'<pre class="cell-output"><code class="language-json">{inner}</code></pre>'
            return OutputPiece("html", code)
        text = _text(data[kind])
        if text is None or not text.strip():
            return None
        if kind == "text/html":
            return self._html(text, data)
        if kind == "text/markdown":
            return OutputPiece("markdown", embed_data_urls(self.base, text.strip("\n")))
        return OutputPiece("markdown", _formula(text.strip())) if _formula(text) else None

    def _html(self, text: str, data: Mapping[str, Any]) -> OutputPiece | None:
        if len(text) > _LONGEST_HTML:
            self._miss("an output of more than 2 MB of HTML is not shown", "show part of it")
            return None
        if is_active(text):
            others = [kind for kind in data if kind in IMAGE_TYPES]
            if not others:
                self._name_scripts({"text/html": text, **data})
            return None
        html, missed = clean_output_html(embed_data_urls(self.base, text))
        for message in missed:
            self._miss(f"of this output: {message}")
        if not html:
            return None
        return OutputPiece("html", html, is_table="<table" in html)

    def _image(
        self, kind: str, data: Mapping[str, Any], row: Mapping[str, Any]
    ) -> OutputPiece | None:
        image = decode_image(kind, data[kind])
        if image is None:
            self._miss(f"the picture ({kind}) of this output cannot be read", "run the cell again")
            return None
        about = row.get("metadata")
        size = about.get(kind, about) if isinstance(about, dict) else {}
        found = size if isinstance(size, dict) else {}
        width, height = found.get("width"), found.get("height")
        given = (
            (width, height)
            if type(width) is int and type(height) is int and width > 0 < height
            else (0, 0)
        )
        alt = found.get("alt")
        return OutputPiece(
            "image",
            image_target(self.base, image, kind),
            size=given,
            alt=alt if isinstance(alt, str) else "",
        )

    def _name_scripts(self, data: Mapping[str, Any]) -> None:
        """Report an output that needs a script in the reader's browser."""
        hint = "save a picture of it, for example with fig.show('png')"
        kinds = [str(kind) for kind in data]
        if any("widget" in kind for kind in kinds):
            self._miss("a widget needs Python, and is not shown", hint)
        elif any(map(_CHARTS.match, kinds)):
            self._miss("an interactive chart needs a script, and is not shown", hint)
        elif any(kind in {"application/javascript", "text/html"} for kind in kinds):
            self._miss("an output that runs a script is not shown", hint)
        elif any(map(_WIDGETS.match, kinds)):
            self._miss(f"an output of {', '.join(sorted(kinds))[:200]} is not shown", hint)

    def _cut(self, text: str) -> str:
        if len(text) <= _LONGEST_TEXT:
            return text
        message = f"an output has {len(text):,} characters; the first {_LONGEST_TEXT:,} are shown"
        self._miss(message, "print less")
        return text[:_LONGEST_TEXT] + "\n…"


def read_outputs(
    base: str, outputs: tuple[Mapping[str, Any], ...], options: CellOptions
) -> tuple[list[OutputPiece], list[Problem]]:
    """Return the outputs of a cell, and what of them is not shown."""
    problems: list[Problem] = []
    pieces = list(OutputWriter(base, options, problems).read(outputs))
    named = next((found for piece in pieces if (found := _HOME.search(piece.text))), None)
    if named:
        message = f"an output shows the folder '{named[0]}', and so the name of its user"
        hint = "use a relative path, or leave the output out with '#| output: false'"
        problems.append(Problem(PERSONAL_PATH, message, hint))
    return pieces, problems


def _joined_streams(outputs: tuple[Mapping[str, Any], ...]) -> Iterator[Mapping[str, Any]]:
    """Yield the outputs; what was printed in several steps is one."""
    held: dict[str, Any] | None = None
    for row in outputs:
        text = _text(row.get("text")) if row.get("output_type") == "stream" else None
        if text is None:
            if held:
                yield {**held, "text": "".join(held["text"])}
            held = None
            yield row
        elif held and held.get("name") == row.get("name"):
            held["text"].append(text)
        else:
            if held:
                yield {**held, "text": "".join(held["text"])}
            held = {**row, "text": [text]}
    if held:
        yield {**held, "text": "".join(held["text"])}


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return None


def _formula(text: str) -> str:
    """Return LaTeX between its marks; empty for what is no formula, such as a table."""
    if _DELIMITED.match(text) or _ENVIRONMENT.match(text):
        return text
    return "" if "\\begin{tabular" in text else f"$$\n{text}\n$$"
