"""References read as APA has them, as text and as HTML that is safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sitegen.model import Name, PartialDate, Work
from sitegen.research.reference_text import FormattedReference, ReferenceTexts
from sitegen.storage.citation_styles import read_style
from support.works import make_article, make_work

if TYPE_CHECKING:
    from collections.abc import Callable

ADA = Name(family="Lovelace", given="Ada")
BO = Name(family="Berg", given="Jean-Paul Émile", particle="van der")
IN_2024 = PartialDate(year=2024, month=5, day=7)


def format_reference(
    work: Work, link: Callable[[int], str] | None = None, style: str = "apa", language: str = "en"
) -> FormattedReference:
    return ReferenceTexts(read_style(style) or b"", language).format(work, link)


@pytest.mark.parametrize(
    ("work", "text"),
    [
        (
            make_article(),
            (
                "van der Berg, J.-P., Jr., The Knee Group, & Ørsted, É. (2024). How U-Nets see"
                " <the> knee: 50% of $x_1$ & more. Journal of Knees & Hips, 12(3), 117–123."
                " https://doi.org/10.1000/a_b<c>"
            ),
        ),
        (
            make_work(
                "chapter",
                names={"author": (ADA, BO), "editor": (BO, ADA)},
                issued=IN_2024,
                variables={
                    "container-title": "The whole",
                    "edition": "2",
                    "page": "3-9",
                    "publisher": "Press",
                },
            ),
            (
                "Lovelace, A., & van der Berg, J.-P. É. (2024). A study. In J.-P. É. van der Berg &"
                " A. Lovelace (Eds.), The whole (2nd ed., pp. 3–9). Press."
            ),
        ),
        (
            make_work(
                "thesis",
                names={"author": (ADA,)},
                issued=IN_2024,
                variables={"genre": "Doctoral dissertation", "publisher": "RWTH Aachen"},
            ),
            "Lovelace, A. (2024). A study [Doctoral dissertation]. RWTH Aachen.",
        ),
        (
            make_work("software", names={"author": (ADA,)}, variables={"version": "1.2"}),
            "Lovelace, A. (n.d.). A study (Version 1.2) [Computer software].",
        ),
        (
            make_work(
                "report",
                title="Why knees?",
                issued=PartialDate(year=2023, end=PartialDate(year=2024)),
                variables={"genre": "Report", "publisher": "KNEE"},
            ),
            "Why knees? [Report]. (2023–2024). KNEE.",
        ),
        (
            make_work(
                "article", names={"author": (ADA,)}, variables={"number": "arXiv:2401.01234"}
            ),
            "Lovelace, A. (n.d.). A study (arXiv:2401.01234).",
        ),
        (
            make_work(
                "speech",
                names={"author": (ADA,)},
                issued=IN_2024,
                variables={"genre": "Conference presentation"},
            ),
            "Lovelace, A. (2024, May 7). A study [Conference presentation].",
        ),
        (
            make_work("book", names={"editor": (ADA,)}, issued=PartialDate(literal="in press")),
            "Lovelace, A. (Ed.). (in press). A study.",
        ),
    ],
)
def test_as_text(work: Work, text: str) -> None:
    assert format_reference(work).text == text


def test_as_html() -> None:
    work = make_work(
        title="On <b> & E. coli",
        html={"title": "On &lt;b&gt; &amp; <i>E. coli</i>"},
        names={"author": (ADA, Name(literal="<script>"))},
        issued=IN_2024,
        variables={"container-title": "A & B", "volume": "1", "URL": 'https://x.org/?a"&b'},
    )
    html = format_reference(work, lambda place: "/people/ada/" if place == 0 else "").html
    assert html == (
        '<a href="/people/ada/">Lovelace, A.</a> &amp; &lt;script&gt;. (2024). On &lt;b&gt; &amp;'
        " <i>E. coli</i>. <i>A &amp; B</i>, <i>1</i>."
        ' <a href="https://x.org/?a&quot;&amp;b">https://x.org/?a"&amp;b</a>'
    )


def test_very_many_authors() -> None:
    names = tuple(Name(family=f"N{number}", given="A") for number in range(1, 31))
    text = format_reference(make_work(names={"author": names})).text
    assert "N19, A., … N30, A. (n.d.)" in text
    assert "N20" not in text
    some = format_reference(make_work(names={"author": names[:2]}, others=("author",))).text
    assert some == "N1, A., N2, A., et al. (n.d.). A study."


def test_nothing_is_known() -> None:
    assert format_reference(make_work(title="")).text == "(N.d.)."


def test_in_another_style_and_language() -> None:
    work = make_work(
        names={"author": (ADA, BO)}, issued=IN_2024, variables={"page": "3-9", "edition": "2"}
    )
    number = format_reference(work, lambda place: "/people/bo/" if place else "", "ieee")
    assert number.text.startswith("A. Lovelace and J.-P. É. van der Berg, ")
    assert '<a href="/people/bo/">J.-P. É. van der Berg</a>' in number.html
    assert "margin" not in number.html
    german = format_reference(make_work(names={"author": (ADA,)}), style="apa", language="de")
    assert german.text.startswith("Lovelace, A. (o. J.)")
