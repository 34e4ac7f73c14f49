"""The locales that come with sitegen are complete, and each language is used."""

from __future__ import annotations

from importlib import resources

import pytest

from sitegen.research.csl.locale import built_in_locale, compile_locale
from support.csl_styles import format_here, plain_text, read_entries

LOCALES = resources.files("sitegen.research.csl") / "locales"
NAMES = sorted(file.name.removesuffix(".xml") for file in LOCALES.iterdir())
#: Languages whose locales hold all terms; a variant holds what differs.
WHOLE = [name for name in NAMES if name != "en-GB"]


def _terms(name: str) -> set[tuple[str, str]]:
    locale, problems = compile_locale((LOCALES / f"{name}.xml").read_bytes())
    assert locale is not None
    assert problems == ()
    return {(term, form) for term, form, _ in locale.terms if not term.startswith("ordinal")}


@pytest.mark.parametrize("name", WHOLE)
def test_a_locale_has_every_term(name: str) -> None:
    missing = {term for term, _ in _terms("en-US")} - {term for term, _ in _terms(name)}
    assert missing == set()


@pytest.mark.parametrize("name", WHOLE)
def test_a_locale_has_dates_and_months(name: str) -> None:
    locale, _ = compile_locale((LOCALES / f"{name}.xml").read_bytes())
    assert locale is not None
    assert set(locale.dates) == {"text", "numeric"}
    terms = _terms(name)
    months = {
        (f"month-{number:02d}", form) for number in range(1, 13) for form in ("long", "short")
    }
    assert months <= terms


TEXTS = {
    "de": "(Hrsg.), 2. Aufl., S. 12–40, o. J., zugegriffen 3. November 2023",
    "fr": "(éd.), 2ᵉ éd., p. 12‑40, s. d., consulté le 3 novembre 2023",
    "es": "(eds.), 2.ª ed., pp. 12-40, s. f., accedido 3 de noviembre de 2023",
    "it": "(a c. di), 2ª ed., pp. 12–40, s.d., consultato 3 novembre 2023",
    "nl": "(red.), 2de dr., pp. 12-40, z.d., geraadpleegd 3 november 2023",
    "pt": "(eds.), 2.ª ed., pp. 12–40, s.d., acedido 3 de novembro de 2023",
    "pt-BR": "(org.), 2ª ed., p. 12–40, s.d., acesso em 3 de novembro de 2023",
    "sv": "(red.), 2:a uppl., s. 12–40, u.å., åtkomstdatum 3 november 2023",
    "pl": "(red.), 2. wyd., s. 12–40, b.d., dostęp 3 listopada 2023",
    "ja": "(編), 2番目 版, pp. 12–40, 日付なし, 参照 2023年11月3日",
    "zh": "(编), 2 版, 页 12–40, 不详, 见于 2023年11月3日",
    "en-GB": "(eds), 2nd edn, pp. 12–40, n.d., accessed 3 November 2023",
    "en": "(eds.), 2nd ed., pp. 12–40, n.d., accessed November 3, 2023",
}
STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"
 default-locale="{}"><citation><layout><text variable="citation-number"/></layout></citation>
<bibliography><layout delimiter=", "><group delimiter=", ">
<names variable="editor"><name name-as-sort-order="all" initialize-with=". " and="symbol"
 delimiter=", " delimiter-precedes-last="never"/>
<label form="short" prefix=" (" suffix=")"/></names>
<group delimiter=" "><number variable="edition" form="ordinal"/>
<text term="edition" form="short"/></group>
<group delimiter=" "><label variable="page" form="short"/><text variable="page"/></group>
<text term="no date" form="short"/>
<group delimiter=" "><text term="accessed"/><date variable="accessed" form="text"/></group>
</group></layout></bibliography></style>"""


@pytest.mark.parametrize("language", TEXTS)
def test_words_of_a_language(language: str) -> None:
    book = {
        **next(entry for entry in read_entries() if entry["id"] == "book-edited"),
        "edition": "2",
        "page": "12-40",
        "accessed": {"date-parts": [[2023, 11, 3]]},
    }
    texts = format_here(STYLE.format(language).encode(), [book], more=())
    both = "i" if language == "pl" else "&"
    written = plain_text(texts.entries["book-edited"])
    assert written == f"Fischer, K. {both} Dubois, H. {TEXTS[language]}"


def test_another_dialect_is_that_of_the_language() -> None:
    assert built_in_locale("de-AT").term("and") == "und"
    assert built_in_locale("xx").term("and") == "and"
