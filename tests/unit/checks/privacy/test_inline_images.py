# ruff: noqa: E501  # tables of texts in one line are easier to compare
from __future__ import annotations

import base64
import json
import time
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from sitegen.checks.privacy.embedding_marks import may_embed
from sitegen.checks.privacy.findings import EDITOR
from sitegen.checks.privacy.inline_images import find_inline_pictures
from support.canaries import chunk, jpeg_with, png_with, segment
from support.pictures import corners, encoded
from support.sites import CONFIG

if TYPE_CHECKING:
    from support.sites import MakeSite

COMMENT = base64.b64encode(jpeg_with(segment(0xFE, b"words"))).decode()
URL = f"data:image/jpeg;base64,{COMMENT}"
CLEAN = "data:image/png;base64," + base64.b64encode(encoded(corners(), "PNG")).decode()
PLOT = base64.b64encode(png_with(chunk(b"tEXt", b"Software\0Matplotlib"))).decode()
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><metadata/></svg>'
FOUND = ((1, ("comment",)),)

TEXTS: dict[str, tuple[str, tuple[tuple[int, tuple[str, ...]], ...]]] = {
    "CSS": (f"a {{\n  b: url({URL});\n  c: url('{URL}') }}", ((2, ("comment",)), (3, ("comment",)))),
    "CSS with white space": (f'a {{ b: url( "{URL.replace(":", ": ", 1).replace(";", " ; ")}" ) }}', FOUND),
    "HTML": (f'<img alt=x src="{URL}">', FOUND),
    "HTML without quotes": (f"<img src={URL}>", FOUND),
    "HTML in lines": (f"<img src='{URL[:60]}\n  {URL[60:]}'>", FOUND),
    "HTML in a style": (f'<p style="background: url(&quot;{URL}&quot;)">', FOUND),
    "capitals": (f'<img src="{URL.replace("data:image", "DATA:Image")}">', FOUND),
    "JavaScript": (f"const a = `{URL}`;", FOUND),
    "JSON": (json.dumps({"a": URL}).replace("/", "\\/"), FOUND),
    "HTML in JSON": (json.dumps({"a": f'<img src="{URL}">'}), FOUND),
    "notebook": (json.dumps({"data": {"image/jpeg": COMMENT + "\n"}}, indent=1), ((3, ("comment",)),)),
    "notebook with a list": (json.dumps({"image/jpeg": [COMMENT[:76] + "\n", COMMENT[76:]]}), FOUND),
    "drawing": (f'a {{ b: url("data:image/svg+xml,{quote(SVG)}") }}', ((1, ("metadata",)),)),
    "plot": (json.dumps({"image/png": PLOT}), ()),
    "clean": (f"a {{ b: url({CLEAN}) }}", ()),
    "made by a script": ('x = "data:image/png;base64," + y; z = "data:image/*"', ()),
    "half of one": ("a { b: url(data:image/png;base64,iVBORw0KGgo", ()),
    "words": ("What about data:image/png? Or data: image/x", ()),
    "nothing": ("", ()),
    "a reference for the colon": (f'<img src="{URL.replace(":", "&colon;")}">', FOUND),
    "references without quotes": (f"<img src={URL.replace(':', '&#58;').replace('/', '&sol;')} alt=x>", FOUND),
    "references in a frame": (f"<iframe srcdoc=\"<img src='{URL.replace(':', '&amp;colon;').replace('d', '&amp;#100;', 1)}'>\">", FOUND),
    "references for letters": (f'<img src="{URL.replace("data", "&#100;&#x61;t&#0097")}">', FOUND),
    "references for breaks": (f'<img src="{URL.replace("data", "da&Tab;t&NewLine;a&#10;")}">', FOUND),
    "line breaks in the scheme": ('<img src="d\na\tta' + URL[4:] + '">', FOUND),
    "escapes of a style sheet": (f"a {{ b: url('{URL.replace('data', chr(92) + '64 at' + chr(92) + '61 ')}') }}", FOUND),
    "escapes of a script": (f"a = '{URL.replace('data', chr(92) + 'x64at' + chr(92) + 'u0061')}'", FOUND),
    "another media type": (f'<img src="{URL.replace("image/jpeg", "application/octet-stream")}">', FOUND),
    "no media type": (f'<img src="{URL.replace("image/jpeg", "")}">', FOUND),
    "the other alphabet": (f'<img src="{URL.replace("+", "-").replace("/9j", "_9j")}">', FOUND),
    "percent signs": (f'<img src="data:image/jpeg;base64,{quote(COMMENT, safe="")}">', FOUND),
    "no base64": (f'<img src="data:image/jpeg,{quote(jpeg_with(segment(0xFE, b"words")))}">', FOUND),
    "srcset": (f'<source srcset="a.png 1x, {URL} 2x">', FOUND),
    "in a text in an address": (f'<iframe src="data:text/html,{quote(f"<img src={URL}>")}">', FOUND),
    "in a text in base64": (f'<object data="data:text/html;base64,{base64.b64encode(f"<img src={URL}>".encode()).decode()}">', FOUND),
    "bytes behind the picture": (f'<img src="data:image/png;base64,{base64.b64encode(png_with(behind=b"words")).decode()}">', ((1, ("bytes after the end",)),)),
    "name of the file": (f'<img src="{CLEAN.replace(";", ";name=jane.png;")}">', ((1, ("name of a file",)),)),
    "character set": (f'<img src="{CLEAN.replace(";", ";charset=utf-8;")}">', ()),
    "base64 in a script": (f"const a = '{COMMENT}'; b.src = 'data:image/jpeg;base64,' + a", FOUND),
    "base64 in a table": (f"name,photo\nA,{COMMENT}\n", ((2, ("comment",)),)),
    "base64 without anything": (CLEAN.partition(",")[2], ()),
    "a drawing with traces": ('<p>a</p>\n<svg xmlns:inkscape="x"><g inkscape:label="Jane"/></svg>', ((2, (EDITOR,)),)),
    "a drawing with the name of a layer": ('<svg><g data-name="Jane"/></svg>', ((1, (EDITOR,)),)),
    "a drawing with metadata": ("<svg><metadata>Jane</metadata></svg>", ((1, (EDITOR,)),)),
    "metadata elsewhere": ('<metadata>a</metadata> <p data-name="a"></p><svg><path/></svg> inkscape:label', ()),
    "prose": ("Training data: 500 scans, 20 of them new; see data:image/png, or &#100;ays. /9j/ is a beginning.", ()),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_pictures_in_texts(name: str) -> None:
    text, expected = TEXTS[name]
    found = find_inline_pictures(text.encode())
    assert tuple((line, held) for line, _, held in found) == expected


#: What is found in files only: in pages, a search for it would take too long.
IN_FILES = {"notebook", "notebook with a list", "base64 in a script", "base64 in a table"}


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_with_pictures_is_passed_over(name: str) -> None:
    text, expected = TEXTS[name]
    assert may_embed(text.encode()) or not expected or name in IN_FILES


def test_most_pages_are_passed_over() -> None:
    page = "<svg class=icon><path d='M0 0'/></svg><p data-name=a>Data &#39;here&#39;: 5 \\alpha</p>"
    assert not may_embed(page.encode())


def test_columns_count_characters() -> None:
    text = f"a {{}}\n/* Größe */ b {{ c: url({URL}) }}"
    assert find_inline_pictures(text.encode()) == ((2, 24, ("comment",)),)


def test_texts_in_other_encodings_are_read() -> None:
    text = f'<p>Größe</p>\n<img src="{URL}">'
    assert find_inline_pictures(text.encode("utf-16")) == ((2, 11, ("comment",)),)


def test_what_is_no_text_is_passed_over() -> None:
    assert find_inline_pictures(b"\0" + URL.encode()) == ()


@pytest.mark.parametrize(
    "piece",
    [
        "data:image/",
        "'data:image/x",
        "(data:image/,",
        "/9j/",
        "UklGR ",
        "data:,/9j/4",
        "&#100;",
        "\\64 ",
        "<svg <metadata",
        "<svg a inkscape:",
    ],
)
def test_many_take_no_time(piece: str) -> None:
    started = time.process_time()
    assert find_inline_pictures(piece.encode() * 5_000) == ()
    assert time.process_time() - started < 1


def test_they_stop_the_build(make_site: MakeSite) -> None:
    files = {
        "content/a.md": "[n](_files/n.ipynb)\n",
        "content/_files/n.ipynb": json.dumps({"data": {"image/jpeg": COMMENT}}),
        "assets/own.css": f"a {{\n b: url({URL}) }}\n",
        "assets/static/a.html": f'<img src="{URL}">',
        "assets/static/b.html": f'<img src="{URL}">',
    }
    config = CONFIG + '[images]\noriginals = ["assets/static/b.html"]\n[files]\ntypes = ["ipynb"]\n'
    site = make_site(files, config)
    site.build()
    told = "error[image-metadata]: a picture in it would be published with what it holds: comment"
    hint = "put one in that was exported without"
    assert site.messages() == [
        f"assets/own.css:2:9: {told}; {hint}",
        f"assets/static/a.html:1:11: {told}; {hint}, or list the file in images.originals",
        f"content/_files/n.ipynb:1:26: {told}; {hint}",
    ]
