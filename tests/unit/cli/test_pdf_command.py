"""`sitegen pdf`: what it prints, and what it says where it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from support.pictures import picture
from support.sites import CONFIG, MakeSite, Run, SiteFolder, read_tree, run_here
from support.tools import find_chromium

if TYPE_CHECKING:
    from pathlib import Path

LINE = "A line of text that fills the page.\n\n"
PAGE = f"""# Printed

[Other](b.md), [a part](#part), [elsewhere](https://example.net/x).

{LINE * 60}
## Part

![Below](p.png)
"""


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    files = {"content/notes/a.md": PAGE, "content/notes/b.md": "# B\n"}
    files |= {"content/notes/p.png": picture(size=(900, 600))}
    files |= {"content/d.md": "---\ndraft: true\n---\n# D\n"}
    config = CONFIG.replace("https://lab.example.org/", "https://lab.example.org/lab/")
    return make_site(files, f"{config}[images]\nformats = []\n")


def pdf(site: SiteFolder, *arguments: str | Path) -> Run:
    """Run the command in the folder of the site."""
    return run_here("pdf", *arguments, cwd=site.root)


@pytest.mark.browser
def test_a_page_is_printed(site: SiteFolder) -> None:
    run = pdf(site, "content/notes/a.md", "--browser", find_chromium())
    assert (run.code, run.lines) == (0, ["a.pdf: printed"])
    paper = PdfReader(site.root / "a.pdf").pages
    assert "Printed" in paper[0].extract_text()
    assert f"1 / {len(paper)}" in paper[0].extract_text()
    assert len(paper[-1].images) == 1, "pictures are loaded though nobody scrolls to them"
    links = [str(each.get_object()["/A"]["/URI"]) for each in paper[0]["/Annots"] if "/A" in each]
    assert "https://lab.example.org/lab/notes/b/" in links
    assert "https://example.net/x" in links
    assert not any("127.0.0.1" in each for each in links)
    assert "(https://example.net/x)" in paper[0].extract_text()
    assert "lab.example.org" not in paper[0].extract_text()
    assert not site.output.exists()


def test_what_goes_wrong(site: SiteFolder, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\necho it is broken >&2\nexit 1\n", encoding="utf-8")
    browser.chmod(0o755)
    before = read_tree(site.root)

    def said(*arguments: str) -> tuple[int, str]:
        run = pdf(site, *arguments, "--browser", str(browser))
        return run.code, run.lines[-1]

    assert said("notes/c.md") == (
        2,
        "sitegen: there is no page 'notes/c.md' in this site; did you mean 'notes/b.md'?",
    )
    assert said("content/d.md")[0] == 2, "a draft"
    assert said("/notes/a/") == (3, f"sitegen: {browser} did not print the page: it is broken")
    site.write({"content/e.md": "[x](gone.md)\n"})
    code, line = said("/notes/a/")
    assert code == 1
    assert "1 error" in line
    (site.root / "content" / "e.md").unlink()
    kept = {name: each for name, each in read_tree(site.root).items() if ".sitegen" not in name}
    assert kept == before


def test_without_a_browser(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.printing.browsers._NAMES", ("no-such-browser",))
    run = pdf(site, "content/notes/a.md")
    assert run.code == 2
    assert run.lines[0].startswith("sitegen: sitegen pdf needs a browser: install Chromium")
    assert not (site.root / ".sitegen").exists()
