"""What is counted of HTML before it is parsed is no less than what a parser makes of it."""

from __future__ import annotations

import os
import random

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sitegen.config import LimitsConfig
from sitegen.content.html_limits import find_html_excess

_TIMES = 60
_ROUNDS = 20_000 if os.environ.get("SITEGEN_LONG_TESTS") == "1" else 150
_NAMES = (
    "div p b i a span ul li ol dl dd table tr td th tbody caption svg math g title desc mi select"
    " foreignObject option textarea script style template button h1 h2 object blockquote br font"
    " nobr x-y details summary colgroup col ruby rt form fieldset iframe noscript html head"
).split()
_PIECES = (
    *(f"<{name}>" for name in _NAMES),
    *(f"</{name}>" for name in _NAMES),
    *("x", " ", "<!-- a -->", "<![CDATA[", "]]>", "<!--", "-->", "<p/>", "<g/>", "<a b='>'>"),
    *("<b class={0}>", "<font size={0}>", '<p a"b>', "<p a=b'c>", "</p x>", "<p\tid=a>"),
)
#: A parser adds `tbody` and `tr`, and opens formatting again in between.
_FACTOR, _MORE = 3, 120
_MOST = 400


def _depth(html: str) -> int:
    """Return how deeply the elements are nested that a parser makes."""
    body = LexborHTMLParser(f"<body>{html}").body
    assert body is not None
    deepest, depth = 0, 1
    node: LexborNode | None = body.first_child
    while node is not None:
        deepest = max(deepest, depth)
        if node.first_child is not None:
            node, depth = node.first_child, depth + 1
            continue
        while node is not None and node.next is None:
            node, depth = node.parent, depth - 1
            if depth <= 0:
                return deepest
        node = node.next if node is not None else None
    return deepest


def _is_counted_deeper(html: str, depth: int) -> bool:
    limits = LimitsConfig(html_depth=max(10, (depth - _MORE) // _FACTOR), open_formatting=_MOST)
    return find_html_excess(html, limits) is not None


def test_depth() -> None:
    rng = random.Random(7)  # noqa: S311  # no secret
    wrong = []
    deep = 0
    for _ in range(_ROUNDS):
        unit = "".join(rng.choice(_PIECES) for _ in range(rng.randint(1, 6)))
        before = "".join(rng.choice(_PIECES) for _ in range(rng.randint(0, 3)))
        html = before + "".join(unit.replace("{0}", str(number)) for number in range(_TIMES))
        depth = _depth(html)
        if depth > _FACTOR * 10 + _MORE:
            deep += 1
            if not _is_counted_deeper(html, depth):
                wrong.append((before, unit, depth))
    assert wrong == []
    assert deep > _ROUNDS // 50, "some of it is nested"
