from __future__ import annotations

import base64
import gzip
import random
import re
import time
import xml.etree.ElementTree as ET
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest
import tinycss2
from selectolax.lexbor import LexborHTMLParser

from sitegen.checks.privacy.containers import find_published_metadata
from sitegen.diagnostics import Problem
from sitegen.images.embedded_images import Embedded
from sitegen.images.formats import ImageProblem
from sitegen.images.svg.cleaning import Svg, clean_svg
from sitegen.images.svg.svg_css import Styles
from sitegen.markup.svg_names import ATTRIBUTES, ELEMENTS, SVG, VERBATIM, XLINK, XML
from support.drawings import PRIVATE, drawings
from support.hostile import CANARY, RUN, hostile
from support.pictures import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

DRAWINGS = drawings()
HOSTILE = hostile()
#: Named by nobody as removed: what they hold is never shown, or is not what it seems.
SILENT = {
    "script in metadata",
    "script in an unknown element",
    "handler from a DOCTYPE",
    "handler after a quote",
    "embedded: font",
    "embedded: cursor",
    "embedded: color profile",
    "style: a style sheet in another type",
    "external DTD",
    "UTF-7, not declared",
}
#: A script in these is no script, but letters in a value or a text.
PLAIN_TEXT = {"handler after a quote", "UTF-7, not declared"}


def refusal(data: bytes | str) -> Problem:
    with pytest.raises(ImageProblem) as caught:
        clean_svg(data.encode() if isinstance(data, str) else data)
    return caught.value.problem


def drawn(inner: str, attributes: str = 'width="9" height="9"') -> Svg:
    text = f'<svg xmlns="{SVG}" xmlns:xlink="{XLINK}" {attributes}>{inner}</svg>'
    return clean_svg(text.encode())


def cleaned(name: str) -> Svg | None:
    """Clean a hostile file; None if it is refused, which is as good."""
    try:
        return clean_svg(HOSTILE[name])
    except ImageProblem as error:
        assert error.problem.code in {"image-broken", "image-format", "image-too-large"}  # noqa: PT017  # either is right
        return None


def faults(data: bytes) -> Iterator[str]:
    """Yield what an XML parser finds in a file that should not be there."""
    for element in ET.fromstring(data).iter():  # noqa: S314  # our own output
        space, _, name = str(element.tag).removeprefix("{").partition("}")
        if space != SVG or name not in ELEMENTS:
            yield f"<{element.tag}>"
        if name == "style":
            nodes = tinycss2.parse_component_value_list(element.text or "")
            yield from _addresses(nodes, sheet=True)
        for key, value in element.attrib.items():
            space, _, name = key.removeprefix("{").rpartition("}")
            if name == "href" and space in {"", XLINK}:
                if not value.startswith(("#", "data:image/")):
                    yield f"{key}={value}"
            elif not (
                (space == XML and name in {"space", "lang"})
                or (not space and (name in ATTRIBUTES | {"style"} or name.startswith("aria-")))
            ):
                yield key
            if name not in VERBATIM | {"href"}:
                yield from _addresses(tinycss2.parse_component_value_list(value), sheet=False)


def faults_as_html(data: bytes) -> Iterator[str]:
    """Yield what an HTML parser finds, were somebody to put the file into a page."""
    tree = LexborHTMLParser(data.decode())
    for node in tree.root.traverse(include_text=False) if tree.root else ():
        if node.tag in {"script", "iframe", "foreignobject", "embed", "object", "img", "-comment"}:
            yield f"<{node.tag}>"
        for name, value in node.attributes.items():
            if name.startswith("on") or "javascript:" in (value or "").casefold():
                yield f"{name}={value}"


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_keeps_nothing_but_what_it_draws(name: str) -> None:
    svg = clean_svg(DRAWINGS[name])
    assert svg.removed == ()
    text = svg.data.decode()
    assert PRIVATE not in text.replace('data-kind="x"', "")
    assert not re.search(r"inkscape:|sodipodi:|sketch:|rdf:|<\?|<!|mxfile|/home/", text)
    allowed = {"data-kind"} if name == "styles that count" else set()
    assert set(faults(svg.data)) == allowed
    assert list(faults_as_html(svg.data)) == []
    assert find_published_metadata(PurePosixPath("a.svg"), svg.data) == ()


@pytest.mark.parametrize("name", DRAWINGS)
def test_cleaning_twice_is_cleaning_once(name: str) -> None:
    once = clean_svg(DRAWINGS[name])
    twice = clean_svg(once.data)
    assert twice.data == once.data
    assert (twice.width, twice.height) == (once.width, once.height)
    assert not twice.is_private


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_runs_loads_or_leads_elsewhere(name: str) -> None:
    svg = cleaned(name)
    if svg is None:
        return
    assert list(faults(svg.data)) == []
    assert list(faults_as_html(svg.data)) == []
    text = svg.data.decode()
    assert (RUN in text) == (name in PLAIN_TEXT)
    # A string of its own, which nothing takes for an address any more.
    assert (CANARY in text) == (name in PLAIN_TEXT | {"style: image-set of a variable"})
    assert bool(svg.removed) != (name in SILENT), svg.removed
    assert clean_svg(svg.data) == Svg(
        data=svg.data, width=svg.width, height=svg.height, removed=(), is_private=False
    )


@pytest.mark.parametrize(
    ("inner", "removed"),
    [
        ("<script/>", ("script",)),
        ('<g onclick="x"/><g ONLOAD="x"/>', ("event handler",)),
        ('<a href="https://example.org/"><g/></a>', ("link",)),
        ('<a href="#x"><g/></a>', ()),
        ('<image href="x.png"/><use href="y.svg#z"/>', ("external reference",)),
        ('<image href="file:///home/me/x.png"/>', ("external reference",)),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', ("embedded file",)),
        ('<image href="data:image/png;base64,AAAA"/>', ("embedded file",)),
        ("<foreignObject/>", ("embedded document",)),
        ('<set attributeName="href" to="#"/>', ("animation of a link or a handler",)),
        ('<set attributeName="x" to="1"/>', ()),
        ('<g fill="url(x.svg#a)"/><style>@import "x";</style>', ("external reference",)),
        ('<g fill="url(#)"/><g fill="url()"/>', ()),
        ("<!-- x --><metadata/><g data-x='y'/>", ()),
    ],
)
def test_what_is_removed_is_named(inner: str, removed: tuple[str, ...]) -> None:
    assert drawn(inner).removed == removed


def test_silent_removals_are_known() -> None:
    for inner in ("<!-- x -->", "<metadata/>", "<g data-x='y'/>", "<?x y?>", "<g>secret</g>"):
        assert drawn(inner).is_private
    assert not drawn("<g><text>told</text></g>").is_private


@pytest.mark.parametrize(
    ("inner", "written"),
    [
        ("<g/>", "<g/>"),
        ("<g></g>", "<g/>"),
        ("\n  <g>\n\t<g/>\n  </g>\n", "<g><g/></g>"),
        ("<text> a <tspan> b </tspan>\n</text>", "<text> a <tspan> b </tspan>\n</text>"),
        ("<title> a </title> <style> </style> ", "<title> a </title><style> </style>"),
        ("<style>g:empty{fill:red}</style> <g> </g>", "<style>g:empty{fill:red}</style> <g> </g>"),
        ("<text>a&lt;b&amp;c&gt;d</text>", "<text>a&lt;b&amp;c&gt;d</text>"),
        ("<text>a&#13;b</text>", "<text>a&#13;b</text>"),
        ('<g class="a&#10;b&quot;"/>', '<g class="a&#10;b&quot;"/>'),
        ("<g class='a\nb'/>", '<g class="a b"/>'),
        ('<use xlink:href=" #a "/>', '<use xlink:href="#a"/>'),
        ("<text>a<!-- b -->c</text>", "<text>ac</text>"),
        ("<title>a<b>c</b></title>", "<title>a</title>"),
        ('<g fill="url(x#a) red"/>', '<g fill="url(#) red"/>'),
        ("<g fill=\"URL( '#a' )\"/>", "<g fill=\"URL( '#a' )\"/>"),
        ("<style>a{}</style>", "<style>a{}</style>"),
        ("<style><![CDATA[a>b{}]]></style>", "<style>a&gt;b{}</style>"),
        ("<style>/* x */a{b:c}</style>", "<style>a{b:c}</style>"),
        ("<style>@import 'x';a{b:c}</style>", "<style>a{b:c}</style>"),
        ("<style/>", "<style/>"),
        ("<g><rdf:x xmlns:rdf='urn:x'/></g>", "<g/>"),
        ("<text>cd /home/jane</text>", "<text>cd /home/jane</text>"),
        ("<text>C:\\Data data:,x</text>", "<text>C:\\Data data:,x</text>"),
        ("<title>/Users/jane/a b.svg</title>", "<title/>"),
        ("<desc>See /ho<!-- -->me/jane</desc>", "<desc/>"),
        ("<title>A/B, data:,hello</title>", "<title>A/B, data:,hello</title>"),
        ('<g id="/home/jane/a" class="a file:/b c"/>', '<g id="" class="a  c"/>'),
        ("<g style=\"--a:'C:\\b';fill:red\"/>", "<g style=\"--a:'';fill:red\"/>"),
        ("<style>a{--b:'/mnt/c'}</style>", "<style>a{--b:''}</style>"),
        ("<g xmlns:x='urn:x' x:y='z'/>", "<g/>"),
        ("<s:g xmlns:s='http://www.w3.org/2000/svg'/>", "<g/>"),
    ],
)
def test_what_is_written(inner: str, written: str) -> None:
    text = drawn(inner).data.decode()
    assert text.endswith(f">{written}</svg>\n")
    assert find_published_metadata(PurePosixPath("a.svg"), text.encode()) == ()
    assert ("xmlns:xlink" in text) == ("xlink:" in written)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="30"', (40, 30)),
        ('width="40.4px" height="30px"', (40, 30)),
        ('width=" 4e1 " height="+30"', (40, 30)),
        ('viewBox="0 0 64 32"', (64, 32)),
        ('viewBox="-1,-1,64.2,32"', (64, 32)),
        ('viewBox="0-1 64 32"', (64, 32)),
        ('width="100%" height="100%" viewBox="0 0 4 2"', (4, 2)),
        ('width="auto" height="auto" viewBox="0 0 4 2"', (4, 2)),
        ('width="3cm" height="2cm"', (113, 76)),
        ('width="31.75mm" height="1in"', (120, 96)),
        ('width="72pt" height="6pc"', (96, 96)),
        ('width="2em" height="4EX"', (32, 32)),
        ('width="101.6Q" height="2rem"', (96, 32)),
        ('width="100" viewBox="0 0 4 2"', (100, 50)),
        ('height="100" viewBox="0 0 4 2"', (200, 100)),
        ('width="100%" height="100" viewBox="0 0 4 2"', (200, 100)),
        ('width="0.2" height="0.2"', (1, 1)),
        ('width="3vw" height="2vw"', (0, 0)),
        ("", (300, 150)),
        ('width="100%" height="100%"', (300, 150)),
        ('width="100"', (100, 150)),
        ('width="auto" height=" 50% "', (300, 150)),
        ('width="100%" height="40"', (300, 40)),
        ('width="0" height="9"', (0, 0)),
        ('width="-9" height="9"', (0, 0)),
        ('width="1.2.3" height="1"', (0, 0)),
        ('width="1e99" height="1"', (0, 0)),
        ('viewBox="0 0 0 9"', (300, 150)),
        ('viewBox="0 0 nan inf"', (300, 150)),
        (f'width="{"9" * 400}" height="1"', (0, 0)),
    ],
)
def test_sizes(attributes: str, size: tuple[int, int]) -> None:
    svg = drawn("", attributes)
    assert (svg.width, svg.height) == size


@pytest.mark.parametrize(
    ("attributes", "box"),
    [
        ('width="40" height="30"', "0 0 40 30"),
        ('width="40.5px" height="1in"', "0 0 40.5 96"),
        ('width="40" height="30" viewBox="1 2 3 4"', "1 2 3 4"),
        ('width="40"', ""),
        ("", ""),
    ],
)
def test_a_size_is_a_box_too(attributes: str, box: str) -> None:
    found = re.search(r'viewBox="([^"]*)"', drawn("", attributes).data.decode())
    assert (found[1] if found else "") == box


def test_a_forgotten_namespace_is_added() -> None:
    svg = clean_svg(b'<svg width="4" height="3"><rect/><x:g xmlns:x="urn:x"/></svg>')
    assert (
        svg.data
        == f'<svg xmlns="{SVG}" width="4" height="3" viewBox="0 0 4 3"><rect/></svg>\n'.encode()
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "image-broken"),
        ("  \n", "image-broken"),
        ("not xml", "image-broken"),
        ("<html/>", "image-broken"),
        ("<SVG/>", "image-broken"),
        ('<svg xmlns="urn:other"/>', "image-broken"),
        ('<svg xmlns="http://www.w3.org/2000/svg">', "image-broken"),
        ("<svg/><svg/>", "image-broken"),
        ("<svg a='1' a='2'/>", "image-broken"),
        ("<svg><x:g/></svg>", "image-broken"),
        ("<svg>&nothing;</svg>", "image-broken"),
        ('<!DOCTYPE svg SYSTEM "x.dtd"><svg><text>&nothing;</text></svg>', "image-broken"),
        ('<?xml version="1.0" encoding="nosuch"?><svg/>', "image-broken"),
        ('<?xml version="1.0" encoding="utf-7"?><svg/>', "image-broken"),
        ('<?xml version="1.0" encoding="shift_jis"?><svg/>', "image-broken"),
        ('<!DOCTYPE svg [<!ENTITY % a "b">]><svg/>', "image-format"),
        ('<!DOCTYPE svg [<!ENTITY a "&#60;script/>">]><svg>&a;</svg>', "image-format"),
        ('<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><svg>&b;</svg>', "image-format"),
        ('<!DOCTYPE svg [<!ENTITY a "&a;">]><svg>&a;</svg>', "image-format"),
    ],
)
def test_what_is_no_svg(data: str, code: str) -> None:
    assert refusal(data).code == code


def test_a_compressed_svg_says_so() -> None:
    assert "gunzip" in refusal(gzip.compress(b"<svg/>")).hint


def _use_bomb() -> str:
    steps = "".join(f'<g id="s{n + 1}">' + f'<use href="#s{n}"/>' * 10 + "</g>" for n in range(12))
    return (
        f'<svg xmlns="{SVG}"><defs><path id="s0" d="M0 0"/>{steps}</defs><use href="#s12"/></svg>'
    )


@pytest.mark.parametrize(
    "data",
    [
        f"<svg xmlns='{SVG}'>" + "<g>" * 100_000 + "</g>" * 100_000 + "</svg>",
        f"<svg xmlns='{SVG}'>" + "<g>" * 100_000,
        f"<!DOCTYPE svg [<!ENTITY a '{'x' * 100_000}'>]><svg xmlns='{SVG}'>{'&a;' * 1000}</svg>",
        f"<!DOCTYPE svg [<!ENTITY a '{'x' * 100_000}'>]><svg class='{'&a;' * 1000}'/>",
        _use_bomb(),
        f"<svg xmlns='{SVG}'><style>a{{b:url(x);c:{'(' * 5000}</style></svg>",
        f"<svg xmlns='{SVG}'><g fill='url(#x) \\75 {'[' * 5000}'/></svg>",
        "<svg>" + " " * 64_000_001 + "</svg>",
    ],
    ids=["deep", "deep and open", "entity", "entity in a value", "use", "css", "value", "long"],
)
def test_bombs_do_not_go_off(data: str) -> None:
    started = time.process_time()
    assert refusal(data).code == "image-too-large"
    assert time.process_time() - started < 2


def test_copies_in_a_circle_are_no_bomb() -> None:
    inner = '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/><use href="#b"/></g>'
    assert drawn(inner).removed == ()


def test_a_large_plot_takes_seconds_at_most() -> None:
    started = time.process_time()
    points = '<use xlink:href="#m" x="1.5" y="2.5" style="fill: #1f77b4"/>\n' * 20_000
    svg = drawn(f'<defs><path id="m" d="M0 0h1"/></defs><g clip-path="url(#c)">{points}</g>')
    assert svg.data.count(b"<use") == 20_000
    assert time.process_time() - started < 2


def test_entities_that_stand_for_text() -> None:
    text = (
        f'<!DOCTYPE svg [<!ENTITY s "{SVG}"><!ENTITY w "words">]>'
        '<svg xmlns="&s;" class="&w;"><text>some &w;</text></svg>'
    )
    assert clean_svg(text.encode()).data == (
        f'<svg xmlns="{SVG}" class="words"><text>some words</text></svg>\n'.encode()
    )


def _embedded(data: bytes, kind: str) -> bytes:
    url = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    return b"".join(_pictures_of(drawn(f'<image href="{url}"/>').data))


def _pictures_of(data: bytes) -> list[bytes]:
    found = re.findall(rb"data:image/\w+;base64,([A-Za-z0-9+/=]+)", data)
    return [base64.b64decode(each) for each in found]


@pytest.mark.parametrize("name", [name for name in DRAWINGS if b"data:image" in DRAWINGS[name]])
def test_embedded_pictures_show_the_same_pixels(name: str) -> None:
    source = re.sub(rb"\s+(?=[A-Za-z0-9+/=\s]*\")", b"", DRAWINGS[name])
    (before,) = _pictures_of(source)
    (after,) = _pictures_of(clean_svg(DRAWINGS[name]).data)
    old, new = opened(before), opened(after)
    assert (new.format, new.size) == (old.format, old.size)
    assert new.convert("RGBA").tobytes() == old.convert("RGBA").tobytes()
    assert not set(new.info) & {"exif", "xmp", "comment", "Author", "icc_profile", "photoshop"}


def test_damage_never_raises_anything_else() -> None:
    """Files cut, joined and scrambled at random are refused or clean, never a traceback."""
    chance = random.Random(11)  # noqa: S311  # no secret
    every = [*DRAWINGS.values(), *HOSTILE.values()]
    small = [data for data in every if len(data) < 4000]
    survived = 0
    for _ in range(1500):
        data = bytearray(chance.choice(small))
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(data))
            end = min(len(data), at + chance.randrange(12))
            other = chance.choice(small)
            start = chance.randrange(len(other))
            data[at:end] = other[start : start + chance.randrange(24)]
        try:
            svg = clean_svg(bytes(data))
        except ImageProblem as error:
            assert error.problem.code.startswith("image-")  # noqa: PT017  # either outcome is right
            continue
        survived += 1
        assert set(faults(svg.data)) <= {"data-kind"}
        assert list(faults_as_html(svg.data)) == []
        assert clean_svg(svg.data).data == svg.data
    assert survived > 100


_PIECES = (
    *("url(", "URL(", "\\75rl(", "src(", "image-set(", "@import ", "@font-face{", "@media x{"),
    *("#a", "http://x/", "'", '"', "'http://x/'", '"#a"', ")", "(", "{", "}", "[", "]", ";", ":"),
    *("/*", "*/", "\\", "\\a ", "\n", " ", "a", "--x", "var(--x)", "<!--", "-->", "+1e3", "%", ","),
)


def test_css_of_any_kind_loads_nothing() -> None:
    chance = random.Random(13)  # noqa: S311  # no secret
    for _ in range(4000):
        css = "".join(chance.choices(_PIECES, k=chance.randrange(1, 14)))
        styles = Styles(Embedded())
        for sheet in (True, False):
            clean, _ = styles.clean(css, sheet=sheet)
            assert list(_addresses(tinycss2.parse_component_value_list(clean), sheet=sheet)) == []
            assert styles.clean(clean, sheet=sheet) == (clean, False), css


def _addresses(nodes: list[Any], *, sheet: bool) -> Iterator[str]:
    for node in nodes:
        if node.type == "url":
            if not node.value.startswith(("#", "data:image/", "data:font/")) and node.value:
                yield node.value
        elif node.type == "at-keyword" and sheet and node.lower_value == "import":
            yield "@import"
        elif node.type == "function":
            if node.lower_name in {"url", "src", "image-set"}:
                told = [each for each in node.arguments if each.type == "string"]
                kept = ("#", "data:image/", "data:font/")
                yield from (e.value for e in told if e.value and not e.value.startswith(kept))
            yield from _addresses(node.arguments, sheet=sheet)
        elif node.type.endswith(" block"):
            yield from _addresses(node.content, sheet=sheet)
