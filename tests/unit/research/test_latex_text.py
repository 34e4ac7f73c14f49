"""LaTeX of bibliographies becomes text and safe HTML, and nothing of it gets lost."""

from __future__ import annotations

import random
import time

import pytest

from sitegen.research.latex_text import convert_latex


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (r"Sch{\"o}n, M\"{u}ller, \v{S}koda, fa\c cade", "Schön, Müller, Škoda, façade"),
        (
            r"{\'\i}, \'{\i}, \'\i, {\aa}, \o re, \L{}ód\'z, \H{o}, \k a",
            "í, í, í, å, øre, Łódź, ő, ą",
        ),
        (r"Stra{\ss}e, {\AE}on, D'Arcy", "Straße, Æon, D’Arcy"),
        (r"pp. 1--9 --- ``both''", "pp. 1–9 — “both”"),
        (r"5\,\% of A\&B, \$5, a\_b, \#1", "5\u202f% of A&amp;B, $5, a_b, #1"),
        (r"\emph{E. coli} {\it and} \textbf{x}", "<i>E. coli</i> <i>and</i> <b>x</b>"),
        (r"CO\textsubscript{2}, m\textsuperscript2", "CO<sub>2</sub>, m<sup>2</sup>"),
        (r"\textsc{Small} \texttt{a b}", '<span class="small-caps">Small</span> <code>a b</code>'),
        (
            r"$\alpha_{1} < 2$ and \alpha",
            r'<span class="math inline">$\alpha_{1} &lt; 2$</span> and α',
        ),
        (r"\url{https://x.org/a_b} \href{https://x.org}{here}", "https://x.org/a_b here"),
        (r"{\noopsort{1}}Title, \enquote{quoted}", "Title, “quoted”"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<i>E. <sub>c</sub></i>oli<br>A &amp; B", "<i>E. <sub>c</sub></i>oli A &amp; B"),
        ("<b>x <i>y</b> z</i>", "&lt;b&gt;x &lt;i&gt;y&lt;/b&gt; z&lt;/i&gt;"),
        (r"<i>{a</i>} \emph{<b>c</b>}", "<i>a</i> <i><b>c</b></i>"),
        (r"\emph{a <b>b} c</b>", "<i>a &lt;b&gt;b</i> c&lt;/b&gt;"),
        ('<b onclick="x">&lt;b&gt;c', '&lt;b onclick="x"&gt;&amp;lt;b&amp;gt;c'),
        (r"\'\emph{e} \u{}x \"{\it\i}", "<i>é</i> \u0306x <i>ï</i>"),
        (r"\(x_{1}\) (y)", r'<span class="math inline">\(x_{1}\)</span> (y)'),
        (r"\texorpdfstring{$\beta$}{beta}-cells, 5 \le 6 \textperthousand", "beta-cells, 5 ≤6 ‰"),
        ("two\n  lines~here", "two lines\u00a0here"),
        ("山田, Ünïcödé, e\u0301", "山田, Ünïcödé, é"),
        ("} a {", "a"),
    ],
)
def test_texts(source: str, html: str) -> None:
    assert convert_latex(source).html == html
    assert convert_latex(source).leftover == ()


def test_braces_in_titles_keep_their_case() -> None:
    converted = convert_latex(r"The {MRI} of {K{\"o}ln} and {\"O}", keep_case=True)
    kept = '<span class="nocase">MRI</span> of <span class="nocase">Köln</span> and Ö'
    assert converted.html == f"The {kept}"
    assert converted.plain == "The MRI of Köln and Ö"


def test_what_is_not_known_leaves_its_argument() -> None:
    converted = convert_latex(r"a \foo{b} \bar c \foo{d}")
    assert converted.plain == "a b c d"
    assert converted.leftover == (r"\foo", r"\bar")


def test_any_text_is_converted_in_time() -> None:
    pieces = ["\\", "{", "}", "$", "a", "\\emph", "\\'", "\\it ", " ", "~", "-", "'", "<", "\\i"]
    chance = random.Random(7)  # noqa: S311  # always the same texts
    for _ in range(3000):
        converted = convert_latex("".join(chance.choices(pieces, k=chance.randrange(40))))
        assert "<a>" not in converted.html
    for piece in (*pieces, "\\emph{", "\\'{", "{\\it "):
        start = time.process_time()
        convert_latex(piece * 4000, keep_case=True)
        assert time.process_time() - start < 2, piece
