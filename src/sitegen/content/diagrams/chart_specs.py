"""Read specifications in Vega-Lite, and make those of simple charts.

Data come from the specification or from files of the site: `"data": {"url": "results.csv"}`.
Nothing is loaded from elsewhere, so other addresses are refused.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sitegen.diagnostics import Problem, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["CHART_SPEC", "chart_spec", "data_files", "fill_data", "read_spec"]

CHART_SPEC = declare("chart-spec", Severity.ERROR)
_DEEPEST = 60
_FORMATS = {"csv": "csv", "tsv": "tsv", "json": "json"}
#: Columns of these names are times, unless their type is told.
_TIMES = frozenset({"date", "day", "month", "time", "year"})
_MARKS = {"bar": "bar", "line": "line", "scatter": "point", "point": "point", "area": "area"}


def read_spec(text: str) -> dict[str, Any] | tuple[int, Problem]:
    """Return a specification, or the line of a mistake in its JSON and the mistake."""
    try:
        spec = json.loads(text)
    except json.JSONDecodeError as error:
        hint = "put names and text in double quotes, and commas only between entries"
        return error.lineno, Problem(CHART_SPEC, f"not JSON: {error.msg}", hint)
    except (ValueError, RecursionError):
        return 1, Problem(CHART_SPEC, "the JSON cannot be read", "make it simpler")
    if not isinstance(spec, dict) or not spec:
        hint = 'write {"mark": "bar", "encoding": …}'
        return 1, Problem(CHART_SPEC, "a specification is a table of names and values", hint)
    problem = _check(spec, 0)
    return (1, problem) if problem else spec


def _check(value: Any, depth: int) -> Problem | None:
    """Return what may not be in a specification."""
    if depth > _DEEPEST:
        return Problem(CHART_SPEC, "the specification is too deeply nested", "make it simpler")
    if isinstance(value, dict):
        for name, each in value.items():
            if name in {"url", "href"} and isinstance(each, str) and _is_remote(each):
                message = f"'{each[:60]}' is loaded from another site"
                hint = "keep a copy in the site, and write its path"
                return Problem(CHART_SPEC, message, hint)
            if value.get("type") == "image" or value.get("mark") == "image":
                return Problem(CHART_SPEC, "a chart may not show images", "use another mark")
            problem = _check(each, depth + 1)
            if problem:
                return problem
    elif isinstance(value, list):
        for each in value:
            problem = _check(each, depth + 1)
            if problem:
                return problem
    return None


def _is_remote(address: str) -> bool:
    return ":" in address.partition("/")[0] or address.startswith(("//", "\\"))


def data_files(spec: Any) -> Iterator[str]:
    """Yield the paths of data that a specification names."""
    if isinstance(spec, dict):
        data = spec.get("data")
        if isinstance(data, dict) and isinstance(data.get("url"), str):
            yield data["url"]
        for each in spec.values():
            yield from data_files(each)
    elif isinstance(spec, list):
        for each in spec:
            yield from data_files(each)


def fill_data(spec: Any, read: Callable[[str], str | None]) -> Any:
    """Return a specification with the content of the files that it names."""
    if isinstance(spec, list):
        return [fill_data(each, read) for each in spec]
    if not isinstance(spec, dict):
        return spec
    filled = {name: fill_data(each, read) for name, each in spec.items()}
    data = filled.get("data")
    if isinstance(data, dict) and isinstance(data.get("url"), str):
        text = read(data["url"])
        suffix = data["url"].rpartition(".")[2].casefold()
        given = data.get("format")
        kind = given if isinstance(given, dict) else {}
        others = {name: each for name, each in data.items() if name != "url"}
        filled["data"] = others | _values(
            text or "", {"type": _FORMATS.get(suffix, "json"), **kind}
        )
    return filled


def _values(text: str, kind: dict[str, Any]) -> dict[str, Any]:
    if kind["type"] in {"csv", "tsv", "dsv"}:
        return {"values": text, "format": kind}
    try:
        return {"values": json.loads(text), "format": kind}
    except ValueError:
        return {"values": [], "format": {"type": "json"}}


def chart_spec(  # noqa: PLR0913  # by name, as the options of a chart
    *,
    data: str,
    kind: str,
    x: str,
    y: tuple[str, ...],
    color: str = "",
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    height: int = 300,
) -> dict[str, Any]:
    """Return the specification of a bar, line, area or scatter chart of columns of a file.

    With several columns for `y`, each is a series. A column with `:Q`, `:N`, `:O` or `:T` at its
    end has that type of Vega-Lite.
    """
    is_bar = kind == "bar"
    spec: dict[str, Any] = {
        "data": {"url": data},
        "width": 560,
        "height": height,
        "mark": {"type": _MARKS.get(kind, "bar"), **({"point": True} if kind == "line" else {})},
    }
    if title:
        spec["title"] = title
    across = _field(x, "N" if is_bar else "T" if _name(x).casefold() in _TIMES else "Q")
    across["title"] = x_title or across["title"]
    if across["type"] == "temporal" and _name(x).casefold() == "year":
        across["axis"] = {"format": "%Y", "tickCount": "year"}
    elif kind == "scatter":
        across["scale"] = {"zero": False}
    if is_bar:
        across["sort"] = None
        across["axis"] = _LABELS_OF_BARS
    encoding: dict[str, Any] = {"x": across}
    if len(y) > 1:
        spec["transform"] = [{"fold": [_name(each) for each in y], "as": ["series", "value"]}]
        encoding["y"] = {"field": "value", "type": "quantitative", "title": y_title or None}
        encoding["color"] = {"field": "series", "type": "nominal", "title": None, "sort": None}
        if is_bar:
            encoding["xOffset"] = {"field": "series", "sort": None}
    else:
        up = _field(y[0], "Q")
        encoding["y"] = up | {"title": y_title or up["title"]}
        if color:
            encoding["color"] = _field(color, "N")
            if is_bar:
                encoding["xOffset"] = {"field": _name(color)}
    spec["encoding"] = encoding
    return spec


#: Long labels take several lines, and none is wider than its bars.
_LABELS_OF_BARS = {
    "labelAngle": 0,
    "labelLimit": {"signal": "bandwidth('x')"},
    "labelExpr": r"split(replace(datum.label, regexp('(.{8,}?) ', 'g'), '$1\n'), '\n')",
}
_TYPES = {"Q": "quantitative", "N": "nominal", "O": "ordinal", "T": "temporal"}


def _name(column: str) -> str:
    return column[:-2] if column[-2:-1] == ":" and column[-1] in _TYPES else column


def _field(column: str, usual: str) -> dict[str, Any]:
    name = _name(column)
    kind = column[-1] if name != column else usual
    # Dots and brackets mean something in the name of a field.
    field = name.replace("\\", "\\\\").replace(".", "\\.").replace("[", "\\[").replace("]", "\\]")
    return {"field": field, "type": _TYPES[kind], "title": name}
