"""Diagrams are drawn for light and dark pages, kept, and shown as code where nothing draws them."""

from __future__ import annotations

import json
import os
import re
import sys

import pytest

from sitegen.engine import diagram_drawing, drawing_process
from sitegen.engine.drawing_process import draw
from sitegen.images.svg.cleaning import clean_svg
from sitegen.model.drawing import DRAWING_ID, Drawing, DrawingJob
from support.sites import MakeSite

FLOW = "flowchart LR\n  A[Start] --> B{Is it?}\n  B -->|Yes| C[OK]\n  style C fill:#ffd\n"
PAGE = f'# A\n\n```mermaid {{#fig-a alt="A <flow>" caption="*All*"}}\n{FLOW}```\n\nSee @fig-a.\n'


def check(drawing: Drawing) -> None:
    """Nothing is in a drawing but what may be in a page."""
    svg = drawing.svg
    assert drawing.problem == ""
    assert svg.startswith("<svg")
    assert min(drawing.width, drawing.height) > 20
    names = ("<style", " class=", " style=", "<script", "<image", "foreignObject", "http", "<title")
    assert [name for name in names if name in svg] == []
    assert "light-dark(#" in svg
    assert all(each.startswith(DRAWING_ID) for each in re.findall(r' id="([^"]*)"', svg))
    assert all(each.startswith(DRAWING_ID) for each in re.findall(r"url\(#([^)]*)\)", svg))
    written = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    assert clean_svg(written.encode()).removed == ()


def test_mermaid() -> None:
    pytest.importorskip("merman")
    drawing = draw(DrawingJob(kind="mermaid", source=FLOW))
    check(drawing)
    assert re.search(r'fill="#ffd"', drawing.svg)
    assert draw(DrawingJob(kind="mermaid", source="flowchart LR\n A -->")).problem


def test_a_graph() -> None:
    if not drawing_process.find_graph_program():
        pytest.skip("graphviz-pure is not installed")
    source = 'digraph { a -> b; b [style=filled fillcolor=gold URL="https://example.org/"] }'
    check(draw(DrawingJob(kind="graphviz", source=source)))
    broken = draw(DrawingJob(kind="graphviz", source="digraph {\n a -> \n}"))
    assert broken.line == 3
    stolen = 'digraph { a [image="/etc/hostname" shapefile="/etc/hostname"] }'
    assert "hostname" not in draw(DrawingJob(kind="graphviz", source=stolen)).svg


def test_no_line_crosses_the_label_of_an_edge() -> None:
    if not drawing_process.find_graph_program():
        pytest.skip("graphviz-pure is not installed")
    source = 'digraph { a -> b [label="<text here"]; label=whole }'
    drawing = draw(DrawingJob(kind="graphviz", source=source))
    check(drawing)
    (label,) = re.findall(r"<text[^<>]* paint-order=[^<>]*>([^<]*)", drawing.svg)
    assert label == "&lt;text here"
    assert '<text stroke="light-dark(#fdfcfa, #10171b)" stroke-width="4"' in drawing.svg


def test_a_graph_keeps_its_own_background() -> None:
    """Its text is then that of light pages, also on dark ones. White is the colour of the page."""
    if not drawing_process.find_graph_program():
        pytest.skip("graphviz-pure is not installed")
    graph = "digraph {{ {} a -> b }}"
    plain = draw(DrawingJob(kind="graphviz", source=graph.format("")))
    assert "<polygon fill=" not in plain.svg.partition("node1")[0]
    assert draw(DrawingJob(kind="graphviz", source=graph.format("bgcolor=white"))) == plain
    for color, fill in (("lightblue", "lightblue"), ("red:blue", "url(#drawing-id-graph0_l_0)")):
        own = draw(DrawingJob(kind="graphviz", source=graph.format(f'bgcolor="{color}"')))
        assert own.problem == ""
        assert f'<polygon fill="{fill}" stroke="none"' in own.svg
        assert "light-dark" not in own.svg


def test_a_chart() -> None:
    pytest.importorskip("vl_convert")
    spec = {
        "data": {"values": [{"a": "A", "b": 1}, {"a": "B", "b": 2}]},
        "mark": "bar",
        "encoding": {"x": {"field": "a"}, "y": {"field": "b", "type": "quantitative"}},
    }
    check(draw(DrawingJob(kind="vega-lite", source=json.dumps(spec))))
    remote = {"data": {"url": "http://127.0.0.1:9/a.csv"}, "mark": "bar"}
    assert draw(DrawingJob(kind="vega-lite", source=json.dumps(remote))).problem


def test_a_drawing_is_kept_while_its_text_is(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs: list[DrawingJob] = []

    def draw_here(page: list[DrawingJob], seconds: float) -> list[Drawing]:
        assert seconds == 5
        jobs.extend(page)
        return [Drawing(svg=f'<svg id="{DRAWING_ID}a"></svg>', width=600, height=20)] * len(page)

    monkeypatch.setattr(diagram_drawing, "_draw_page", draw_here)
    site = make_site({"content/a.md": PAGE})
    site.build_well()
    html = site.text("a/index.html")
    assert (
        '<figure class="diagram" id="fig-a"><div class="diagram-box diagram-wide" tabindex="0"'
        ' role="region" aria-label="A &lt;flow&gt;"><svg role="img" aria-label="A &lt;flow&gt;"'
        ' width="600" height="20" id="diagram-1-a"></svg></div>'
        '<figcaption><span class="caption-label">Figure\u00a01:</span> <em>All</em></figcaption>'
        "</figure>"
    ) in html
    assert "css/diagrams" in html
    assert [job.kind for job in jobs] == ["mermaid"]
    site.write({"content/a.md": PAGE.replace("# A\n", "# A\n\nText.\n")})
    site.build_well()
    assert len(jobs) == 1
    site.write({"content/a.md": PAGE.replace("OK", "Good")})
    site.build_well()
    assert len(jobs) == 2


def test_data_of_a_chart_come_from_the_site(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    specs: list[dict[str, object]] = []

    def draw_here(page: list[DrawingJob], seconds: float) -> list[Drawing]:
        assert seconds == 5
        specs.extend(json.loads(job.source) for job in page)
        return [Drawing(svg="<svg></svg>", width=60, height=20)] * len(page)

    monkeypatch.setattr(diagram_drawing, "_draw_page", draw_here)
    chart = "```{chart} b.csv\n:type: line\n:x: year\n:y: n, m\n:alt: Growth\n```\n"
    site = make_site({"content/a.md": chart, "data/b.csv": "year,n,m\n2020,1,2\n"})
    site.build_well()
    assert specs[0]["data"] == {"values": "year,n,m\n2020,1,2\n", "format": {"type": "csv"}}
    site.write({"data/b.csv": "year,n,m\n2020,1,3\n"})
    site.build_well()
    assert len(specs) == 2


def test_without_the_library(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    extra = Drawing(extra="mermaid")
    monkeypatch.setattr(diagram_drawing, "_draw_page", lambda *_, **__: [extra])
    page = '# A\n\n```mermaid {#fig-a alt="Text"}\nflowchart LR\n```\n'
    site = make_site({"content/a.md": page})
    (problem,) = site.build().diagnostics
    assert str(problem) == (
        "content/a.md:3:1: warning[diagram-extra]: a Mermaid diagram needs more software, and is "
        'shown as code; pip install "sitegen[mermaid]"'
    )
    code = '<pre class="highlight" id="fig-a" tabindex="0"><code class="language-mermaid">flowchart'
    assert code in site.text("a/index.html")


def scatter(points: int) -> DrawingJob:
    """A chart that draws so many points."""
    spec = {
        "data": {"sequence": {"start": 0, "stop": points, "as": "a"}},
        "mark": "point",
        "encoding": {"x": {"field": "a", "type": "quantitative"}},
    }
    return DrawingJob(kind="vega-lite", source=json.dumps(spec))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits what a process reserves")
def test_a_drawing_has_limited_memory() -> None:
    """The others of its page are drawn."""
    pytest.importorskip("vl_convert")
    drawn = diagram_drawing._draw_page([scatter(1), scatter(30_000_000), scatter(2)], 60)
    assert [bool(each.svg) for each in drawn] == [True, False, True]
    assert "stopped" in drawn[1].problem


@pytest.mark.skipif(sys.platform == "win32", reason="processor time is not limited there")
def test_the_drawings_of_a_page_have_limited_time() -> None:
    pytest.importorskip("vl_convert")
    before = os.times()
    jobs = [scatter(1), scatter(500_000), *map(scatter, range(2, 1_000))]
    drawn = diagram_drawing._draw_page(jobs, 2)  # a slow machine starts for one of them
    assert sum(os.times()[2:4]) - sum(before[2:4]) < 5
    assert drawn[0].svg
    assert {each.problem for each in drawn[1:]} == {
        "drawing takes more than limits.drawing_seconds = 2 for this page"
    }


def test_a_caption_holds_links_and_references(make_site: MakeSite) -> None:
    if not drawing_process.find_graph_program():
        pytest.skip("graphviz-pure is not installed")
    caption = "See [the other](other.md), [it](#fig-b) and @fig-b"
    graph = "digraph { a -> b }\n```\n"
    page = f'# A\n\n```dot {{#fig-a alt="a" caption="{caption}"}}\n{graph}\n'
    site = make_site(
        {
            "content/a.md": f'{page}```dot {{#fig-b alt="b"}}\n{graph}',
            "content/other.md": "# Other\n\n@fig-a\n",
        }
    )
    site.build_well()
    shown = site.text("a/index.html")
    assert (
        ':</span> See <a href="/other/">the other</a>, <a href="#fig-b">it</a> and '
        '<a class="cross-reference" href="#fig-b">Figure\u00a02</a>'
        '<div class="referred-to-from">'
    ) in shown
