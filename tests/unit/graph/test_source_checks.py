"""What lies in `content/` and is no page is said; a site without pages is not built."""

from __future__ import annotations

import pytest

from support.sites import CONFIG, MakeSite


@pytest.mark.parametrize(
    "name",
    [
        "a.rst",
        "a.html",
        "a.htm",
        "a.adoc",
        "a.org",
        "a.mdx",
        "s/b.rst",
    ],
)
def test_other_documents(make_site: MakeSite, name: str) -> None:
    site = make_site({"content/index.md": "# Home\n", f"content/{name}": "Text.\n"})
    site.build()
    (message,) = site.messages()
    assert message.startswith(
        f"content/{name}:1:1: warning[unread-document]: no page is made of files"
    )
    assert "{" not in message


@pytest.mark.parametrize(
    "name", ["content/a.csv", "content/_a.rst", "content/_parts/a.html", "assets/static/a.html"]
)
def test_files_that_are_no_documents(make_site: MakeSite, name: str) -> None:
    make_site({"content/index.md": "# Home\n", name: "Text.\n"}).build_well()


def test_a_document_that_a_page_links_to(make_site: MakeSite) -> None:
    files = {"content/index.md": "[Manual](a.rst)\n", "content/a.rst": "Text."}
    site = make_site(files, CONFIG + '[files]\ntypes = ["rst"]\n')
    site.build_well()
    assert site.text("a.rst") == "Text."


@pytest.mark.parametrize("files", [{}, {"content/a.txt": "Text."}, {"templates/page.html": "x"}])
def test_an_empty_site(make_site: MakeSite, files: dict[str, str | bytes]) -> None:
    site = make_site(files)
    site.build()
    assert site.codes() == ["empty-site"]
    assert not site.output.exists()


def test_a_site_whose_pages_are_all_held_back(make_site: MakeSite) -> None:
    site = make_site({"content/index.md": "---\ndraft: true\n---\n"})
    assert site.build().ok
    assert site.codes() == ["nothing-published"]
    assert site.build(drafts=True).diagnostics == ()
