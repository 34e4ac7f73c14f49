"""Sites in Arabic, Hebrew, Persian and Urdu: the words of the theme, numbers and directions."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from selectolax.lexbor import LexborHTMLParser

import sitegen
from support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SITES = ROOT / "tests" / "sites" / "right-to-left"
#: What the theme says of a page: when it was written and changed, and how long reading takes.
SAID = {
    "ar": ["2 مارس 2026", "آخر تحديث: 4 مايو 2026", "دقيقة واحدة للقراءة"],
    "he": ["2 במרץ 2026", "עודכן: 4 במאי 2026", "דקת קריאה אחת"],
    "fa": ["2 مارس 2026", "به‌روزرسانی: 4 مهٔ 2026", "1 دقیقه مطالعه"],
    "ur": ["2 مارچ، 2026", "آخری تبدیلی: 4 مئی، 2026", "1 منٹ کا مطالعہ"],
}


@pytest.mark.parametrize("language", SAID)
def test_the_theme_speaks_the_language(language: str, tmp_path: Path) -> None:
    shutil.copytree(SITES / language, tmp_path / "site")
    result = sitegen.build(tmp_path / "site", output=tmp_path / "out", jobs=1)
    assert [str(each) for each in result.diagnostics] == []
    page = (tmp_path / "out" / "research" / "measure" / "index.html").read_text(encoding="utf-8")
    tree = LexborHTMLParser(page)
    root = tree.css_first("html")
    assert (root.attributes["lang"], root.attributes["dir"]) == (language, "rtl")
    assert [each.text() for each in tree.css(".meta li:not(.meta-authors)")] == SAID[language]
    for english in ("Skip to content", "Breadcrumbs", "Footnotes", "Back to the text", "Note"):
        assert english not in page
