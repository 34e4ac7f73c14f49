from __future__ import annotations

import time

import pytest

from sitegen.webassets.fingerprinting import build_web_assets

SVG = b"<svg/>"


def build(css: str, name: str = "css/a.css", **more: bytes) -> tuple[str, list[str]]:
    files = {name: css.encode(), "images/p.svg": SVG, "css/b.css": b"p {}", **more}
    built = build_web_assets(files)
    return built.data[built.paths[name]].decode(), [str(each) for each in built.problems]


@pytest.mark.parametrize(
    ("css", "start", "end"),
    [
        ("a { b: url(../images/p.svg) }", 'url("../images/p.', '.svg")'),
        ("a { b: url('../images/p.svg') }", 'url("../images/p.', '.svg")'),
        ('a { b: url( "../images/p.svg" ) }', 'url("../images/p.', '.svg")'),
        ("a { b: url(../images/p.svg#c) }", 'url("../images/p.', '.svg#c")'),
        ("a { b: url(../images/p.svg?d=e#c) }", 'url("../images/p.', '.svg?d=e#c")'),
        ("@import 'b.css';", '@import "b.', '.css"'),
        ("@import url(b.css) print;", 'url("b.', '.css") print'),
        ("a { b: url(../images/%70.svg) }", 'url("../images/p.', '.svg")'),
    ],
)
def test_addresses_get_the_published_name(css: str, start: str, end: str) -> None:
    text, problems = build(css)
    assert problems == []
    assert start in text
    assert end in text


@pytest.mark.parametrize(
    "css",
    [
        "a { b: url(#c) }",
        "a { b: url(data:image/png;base64,AA==) }",
        "/* url(gone.svg) */ a {}",
        "a { b: c }",
    ],
)
def test_the_rest_stays(css: str) -> None:
    assert build(css) == (css, [])


@pytest.mark.parametrize(
    ("css", "part"),
    [
        (
            "\na { b: url(https://example.org/x.svg) }",
            "css/a.css:2:8: error[stylesheet]: 'https://",
        ),
        ("a { b: url(//example.org/x.svg) }", "from another site"),
        ("@import 'https://example.org/x.css';", "from another site"),
        ("a { b: url(gone.svg) }", "'gone.svg' does not exist"),
        ("a { b: url(../images/q.svg) }", "did you mean 'images/p.svg'?"),
        ("a { b: url(../../../../etc/passwd) }", "does not exist"),
        ("a { b: url(/images/p.svg) }", "does not exist"),
        ("a { b: url(../images/p.png) }", "stylesheets can show SVG, not .png"),
        ("@import 'a.css';", "imports this stylesheet again"),
    ],
)
def test_mistakes(css: str, part: str) -> None:
    _, (problem,) = build(css)
    assert part in problem


def test_a_name_changes_with_what_it_points_to() -> None:
    first = build_web_assets({"a.css": b"@import 'b.css';", "b.css": b"x {}"})
    second = build_web_assets({"a.css": b"@import 'b.css';", "b.css": b"y {}"})
    assert first.paths["a.css"] != second.paths["a.css"]


def test_circles_end() -> None:
    built = build_web_assets({"a.css": b"@import 'b.css';", "b.css": b"@import 'a.css';"})
    assert len(built.problems) >= 1
    assert set(built.paths) == {"a.css", "b.css"}


def test_other_files_are_untouched() -> None:
    built = build_web_assets({"a.js": b"url(x)", "f.woff2": b"\x00\xff"})
    assert set(built.data.values()) == {b"url(x)", b"\x00\xff"}


@pytest.mark.parametrize("css", ["url(" + " " * 20_000, "/* " * 20_000, "url('" * 20_000])
def test_what_is_made_to_take_long_does_not(css: str) -> None:
    started = time.process_time()
    assert build(css) == (css, [])
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("css", "part"),
    [
        ("a { b: url( b.css ) }", 'url("b.'),
        ("a { b: url(\tb.css\n) }", 'url("b.'),
        ('a { b: image-set("b.css" 1x, url(b.css) 2x) }', '"b.'),
        ('a { b: -webkit-image-set("b.css" 1x type("image/svg+xml")) }', 'type("image/svg+xml")'),
        ("@font-face { src: url('f.eot?#iefix') format('embedded-opentype') }", ".eot?#iefix"),
        ('@IMPORT "b.css" layer(base);', '@IMPORT "b.'),
    ],
)
def test_ways_to_write_an_address(css: str, part: str) -> None:
    text, problems = build(css, **{"css/f.eot": b"font"})
    assert problems == []
    assert part in text
    assert text != css


@pytest.mark.parametrize(
    "css",
    [
        'a::before { content: "url(gone.svg)" }',
        "a::before { content: '\\'url(gone.svg)' }",
        'a { content: "/* " } /* url(gone.svg) */',
        "[href=\"@import 'gone.css'\"] { color: red }",
        "a { background: url(data:image/svg+xml;utf8,<svg viewBox='0 0 1 1'/>) }",
    ],
)
def test_what_only_looks_like_an_address(css: str) -> None:
    assert build(css) == (css, [])


@pytest.mark.parametrize("length", [30, 400, 3000])
def test_a_long_chain_of_imports(length: int) -> None:
    """A chain that is too long is cut where that is told; the rest is published."""
    files = {f"c{n}.css": f'@import "c{n + 1}.css";'.encode() for n in range(length)}
    built = build_web_assets({**files, f"c{length}.css": b"p {}"})
    assert len(built.paths) == length + 1
    assert (len(built.problems) > 0) == (length > 32)
    for each in built.problems:
        assert "is the end of a chain of 32 stylesheets" in each.message
        assert (each.location.line, each.location.column) == (1, 1)
