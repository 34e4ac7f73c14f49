"""Python-Markdown's footnotes take a time that grows with their number, not with its square."""

from __future__ import annotations

import time

from support.parsing import body_of, parse


def test_one_footnote_that_is_used_often() -> None:
    before = time.process_time()
    html = body_of(parse("a[^n]\n\n" * 3_000 + "[^n]: Note.\n").body)
    assert time.process_time() - before < 3
    assert '<sup id="fnref:n"><a' in html
    assert '<sup id="fnref3000:n"><a' in html
    assert html.count('href="#fnref2:n"') == 1


def test_many_footnotes() -> None:
    text = "".join(f"a[^{number}]\n\n[^{number}]: Note.\n\n" for number in range(3_000))
    before = time.process_time()
    html = body_of(parse(text).body)
    assert time.process_time() - before < 3
    assert 'href="#fn:2999" role="doc-noteref">3000</a></sup>' in html
