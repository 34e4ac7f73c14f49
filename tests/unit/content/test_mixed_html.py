# ruff: noqa: E501  # a table of pieces
"""Whatever is mixed, nothing that runs, loads or styles is left, also when it is read again."""

from __future__ import annotations

import random
import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.config import ENGINES, Engine
from support.parsing import parse

PIECES = """<svg>|</svg>|<math>|</math>|<mtext>|<mi>|<annotation>|<annotation-xml encoding="text/html">|
<title>|</title>|<desc>|<style>|</style>|<script>|</script>|<img src=a.png onerror=x()>|<p>|</p>|
<a href="javascript:x()">|<a name="x">|</a>|<use href="#a">|<g id="a">|<!--|-->|<foreignObject>|
<set attributeName="href" to="javascript:x()">|<table>|<tr><td style="color:red;background:url(x)">|
<center>|</center>|<font color=red face="x">|</font>|<tt>|<dir>|<li>|<template>|<noscript>|<![CDATA[|]]>|
<mglyph>|<form>|</form>|<select>|<option>|<o:p>|</o:p>|<p style="display:none" style=x>|text |*em* |
`code` |> |- |$x$ |{style="position:fixed"}|{target=_blank}|[l](#x)|<svg/onload=x()>|<text>|"|'|
<path d="M0 0" style="fill:url(javascript:x)"/>|&lt;script&gt;|<slot name="0">|<br clear=all>|<iframe>|
</iframe>|<textarea>|<xmp>|<plaintext>|<frameset>|<video autoplay>|<nobr>""".replace(
    "|\n", "|"
).split("|")
FORBIDDEN = re.compile(
    r"script|style|iframe|template|noscript|foreignobject|mglyph|form|annotation-xml|slot|xmp|plaintext"
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", range(5))
def test_mixes(engine: Engine, seed: int) -> None:
    choose = random.Random(seed)  # noqa: S311  # no secret
    for _ in range(120):
        pieces = choose.choices([*PIECES, "\n\n", "\n", "    "], k=choose.randint(2, 14))
        text = "".join(pieces)
        html = "".join(parse(text, engine=engine).body.parts)
        for _ in range(2):
            body = LexborHTMLParser(f"<body>{html}").body
            assert body is not None
            for node in list(body.traverse())[1:]:
                assert not FORBIDDEN.fullmatch((node.tag or "").casefold()), text
                for name, value in node.attributes.items():
                    assert not name.casefold().startswith("on"), text
                    assert name != "style", text
                    assert "javascript:" not in (value or "").casefold(), text
            html = body.inner_html or ""
