from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from sitegen import registry
from sitegen.content.construct import Construct, Finding, Node
from sitegen.content.number_marks import number_mark
from sitegen.content.scanner import MarkdownSource
from sitegen.model import Label, NumberReference, kind_of_label
from support.parsing import body_of, codes_of, parse
from support.sites import MakeSite


class Bounds(Construct):
    """Finds `%%thm-x%%`."""

    source_marks = ("%%",)

    def find(self, source: MarkdownSource) -> Iterator[Finding]:
        for found in re.finditer(r"%%([\w-]+)%%", source.prose):
            mark = number_mark(found[1], title="A <bound>")
            number = number_mark(f"{found[1]}2", form="number")
            yield Node(
                *found.span(),
                f'<b id="{found[1]}">{mark}</b><math><mtext>({number})</mtext></math>',
            )


@pytest.fixture
def bounds() -> Iterator[None]:
    with registry.CONSTRUCTS.registered(Bounds()):
        yield


@pytest.mark.usefixtures("bounds")
def test_a_mark_becomes_a_slot_and_defines_a_label() -> None:
    page = parse("See %%thm-x%%.\n")
    assert page.body.references == (
        NumberReference(target="thm-x", line=0),
        NumberReference(target="thm-x2", line=0, form="number"),
    )
    assert page.labels == (
        Label(name="thm-x", title="A <bound>"),
        Label(name="thm-x2"),
    )
    assert page.summary == "See ()."


@pytest.mark.usefixtures("bounds")
@pytest.mark.parametrize("language", ["en", "de"])
def test_it_is_shown_in_the_language_of_the_page(make_site: MakeSite, language: str) -> None:
    word = {"en": "Theorem", "de": "Satz"}[language]
    text = f"---\ntitle: A\nlanguage: {language}\n---\n## On %%lem-z%%\n\nSee %%thm-x%%.\n"
    site = make_site({"content/a.md": text})
    site.build_well()
    shown = site.text("a/index.html")
    assert f'<b id="thm-x">{word}\u00a01</b>' in shown
    assert "<math><mtext>(2)</mtext></math>." in shown
    assert '<b id="lem-z">Lemma\u00a01</b>' in shown


def test_a_mark_without_a_form_shows_nothing() -> None:
    class Hidden(Construct):
        source_marks = ("%%",)

        def find(self, source: MarkdownSource) -> Iterator[Finding]:
            start = source.text.index("%%")
            yield Node(start, start + 2, number_mark("fig-a", form="none", given="9"))

    with registry.CONSTRUCTS.registered(Hidden()):
        page = parse("a %% b\n")
    assert body_of(page.body).strip() == "<p>a  b</p>"
    assert page.labels == (Label(name="fig-a", given="9"),)


def test_an_author_cannot_write_a_mark() -> None:
    page = parse('<slot data-number="fig-a"></slot>\n\nText <slot data-number="fig-b">a</slot>\n')
    assert page.labels == ()
    assert set(codes_of(page)) == {"unsafe-html"}


def test_prefixes_tell_what_is_labelled() -> None:
    assert kind_of_label("fig-knee") == "figure"
    assert [kind_of_label(each) for each in ("figure", "fig-", "abc-x", "fig-a b")] == [""] * 4
    with pytest.raises(ValueError, match="abc-x"):
        number_mark("abc-x")
