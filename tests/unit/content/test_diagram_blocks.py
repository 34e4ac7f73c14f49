"""The text of diagrams is found, and hostile blocks take no time."""

from __future__ import annotations

import json
import re
import time

import pytest

from sitegen.config import ENGINES, Engine
from sitegen.content.diagrams.chart_specs import chart_spec, data_files, fill_data, read_spec
from sitegen.content.diagrams.diagram_texts import find_alternative, find_options
from sitegen.diagrams.chart_drawing import draw_chart
from sitegen.diagrams.diagram_colors import LIGHT
from support.parsing import parse


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("flowchart LR\n  accTitle: T\n  accDescr: From a\tto b\n  a --> b", "From a to b"),
        ("flowchart LR\naccDescr {\n  From a\n  to b\n}", "From a to b"),
        ("flowchart LR\n  accTitle: T", "T"),
        ("// alt: A graph\ndigraph {}", "A graph"),
        ("%% alt: A flow\nflowchart LR", "A flow"),
        ("flowchart LR\n  a[alt: no]", ""),
    ],
)
def test_the_alternative_stands_in_the_source(source: str, text: str) -> None:
    assert find_alternative(source) == text


def test_options_of_quarto() -> None:
    source = "%%| fig-cap: 'A flow'\n%%| label: fig-a\nflowchart LR"
    assert find_options(source) == {"fig-cap": "A flow", "label": "fig-a"}


def test_data_are_put_into_a_specification() -> None:
    spec = chart_spec(data="a.csv", kind="bar", x="a.b:O", y=("n",), color="c")
    assert list(data_files(spec)) == ["a.csv"]
    assert spec["encoding"]["x"]["field"] == "a\\.b"
    filled = fill_data(spec, lambda name: f"{name}\n")
    assert filled["data"] == {"values": "a.csv\n", "format": {"type": "csv"}}
    layers = {"layer": [{"data": {"url": "a.json", "name": "x"}}], "data": {"url": "b"}}
    filled = fill_data(layers, lambda _: "[1]")
    assert filled["layer"][0]["data"] == {"name": "x", "values": [1], "format": {"type": "json"}}


def test_long_labels_of_bars_are_shown_whole() -> None:
    pytest.importorskip("vl_convert")
    names = ["Torn ligaments", "Thin cartilage", "Torn menisci", "Shadows in the lung"]
    rows = "".join(f"{name},{number},1\n" for number, name in enumerate(names))
    spec = chart_spec(data="a.csv", kind="bar", x="name", y=("home", "away"))
    filled = fill_data(spec, lambda _: f"name,home,away\n{rows}")
    texts = re.findall(">([^<>]+)</t", draw_chart(json.dumps(filled), LIGHT))
    assert [each for each in texts if each[0] in "TSt"] == [*names[:3], "Shadows in", "the lung"]


@pytest.mark.parametrize(
    "text", ["", "[", "3", "{}", "[[[[" * 30_000, '{"a":' * 30_000, '{"a": NaN', '{"url": "//a.b"}']
)
def test_what_is_no_specification(text: str) -> None:
    assert isinstance(read_spec(text), tuple)
    nested = json.dumps({"a": [[[[1]]]]})
    assert isinstance(read_spec(nested), dict)


PUMPS = [
    *(
        '{"a":',
        "[",
        "accDescr {",
        "%%| a: ",
        "// alt: ",
        "accTitle: ",
        ":alt: ",
        'alt="',
        "#fig-a ",
    ),
    *("{mermaid} ", "é\n", ".a", "=", "{", "\t\n"),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("pump", PUMPS)
def test_pumped_diagrams_are_read_in_time(pump: str, engine: Engine) -> None:
    start = time.process_time()
    for name in ("mermaid", "{vega-lite}"):
        parse(f"```{name} {pump.strip() * 4000}\nx\n```\n", engine=engine)
        parse(f"```{name}\n{pump * 4000}\n```\n", engine=engine)
    assert time.process_time() - start < 4
