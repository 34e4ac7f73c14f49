"""Documents that are no pages are not published if their headers hold them back."""

from __future__ import annotations

import pytest

from sitegen.content.document_headers import find_withholding_line
from support.sites import CONFIG, MakeSite


@pytest.mark.parametrize(
    ("suffix", "text", "found"),
    [
        (".adoc", "= Plan\n:author: Ada\n:page-draft: true\n\nText.\n", (3, ":page-draft: true")),
        (".asciidoc", ":draft:\n", (1, ":draft:")),
        (".org", "#+TITLE: Plan\n#+HUGO_DRAFT: true\n", (2, "#+HUGO_DRAFT: true")),
        (".rst", "Plan\n====\n\n:status: private\n", (4, ":status: private")),
        (".QMD", "---\ntitle: Plan\ndraft: true\n---\n", (3, "draft: true")),
        (".html", "---\npublished: false\n---\n<p>", (2, "published: false")),
        (".adoc", ":draft: false\n:toc:\n\nStatus: draft\n", None),
        (".org", "Draft: true\n", None),
        (".qmd", "---\ntitle: Plan\n---\ndraft: true\n", None),
        (".html", "<p>\ndraft: true\n", None),
        (".txt", "draft: true\n", None),
    ],
)
def test_headers(suffix: str, text: str, found: tuple[int, str] | None) -> None:
    assert find_withholding_line(suffix, text.encode()) == found


def test_a_link_does_not_publish_one(make_site: MakeSite) -> None:
    config = CONFIG + '[files]\ntypes = ["adoc"]\n'
    page = {"content/index.md": "# Home\n\n[Plan](plan.adoc)\n"}
    site = make_site({**page, "content/plan.adoc": "= Plan\n:draft: true\n"}, config)
    site.build()
    (message,) = site.messages()
    assert message.startswith("content/plan.adoc:2:1: error[unread-metadata]: ':draft: true' does")
    site.write({"content/plan.adoc": "= Plan\n:draft: false\n"})
    site.build_well()
    assert "plan.adoc" in site.files()
