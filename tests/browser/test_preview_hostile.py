"""What the preview says of hostile files is text: it runs nothing, and floods leave it usable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.previewing import previewing
from support.sites import CONFIG, write_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ATTACK = """'"><img src=x onerror=top.ran=1><script>top.ran=1</script>&lt;"""
#: Marks that turn the direction of what follows, and characters that a terminal obeys.
TURNED = "\u202egnp.exe\u2066\u061c\x1b[31m\x07"
FILLER = "\n\n".join(f"Paragraph {number}." for number in range(40))
#: The elements that the overlay has, and how much of the page lies under it.
OVERLAY = """() => {
  const root = document.querySelector("sitegen-preview").shadowRoot;
  const names = [...root.querySelectorAll("*")].map((each) => each.localName);
  return { names: [...new Set(names)].sort(), text: root.textContent, count: names.length };
}"""
OWN = [
    "a",
    "button",
    "code",
    "div",
    "h2",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "section",
    "span",
    "strong",
]


def test_hostile_names_titles_and_lines_are_text(
    tmp_path: Path, open_tab: Callable[..., Page]
) -> None:
    name = "content/<img src=x onerror=top.ran=1>.md"
    pages = {
        "content/index.md": f"# Home\n\n[a]({'b' * 50_000}.md)\n\n{FILLER}\n",
        "content/title.md": f'---\ntitle: "{ATTACK}\n---\n# A\n',
        "content/links.md": f"[x](<{ATTACK}.md>)\n\n@fig-none{TURNED}\n\n<b onclick='{ATTACK}'>\n",
        "content/turned.md": f"[x](<{TURNED}.md>)\n",
        "content/long.md": f"[x](<{'<b>' * 30_000}>)\n",
        name: f"[x](no.md) {ATTACK}\n",
    }
    write_files(tmp_path, {"sitegen.toml": CONFIG, **pages})
    with previewing(tmp_path) as running:
        page = open_tab(running.url)
        page.get_by_role("alertdialog").wait_for()
        shown = page.evaluate(OVERLAY)
        assert set(shown["names"]) <= set(OWN)
        assert name in shown["text"]
        assert "<script>top.ran=1</script>" in shown["text"]
        assert not [each for each in TURNED if not each.isprintable() and each in shown["text"]]
        assert len(shown["text"]) < 30_000
        assert page.evaluate("window.ran") is None
        page.get_by_role("button", name="Hide").click()
        page.get_by_text("Paragraph 39.").wait_for()
        assert not [each for each in running.lines if "Traceback" in each or "\x1b[31m" in each]


def test_a_flood_of_errors_leaves_the_page_usable(
    tmp_path: Path, open_tab: Callable[..., Page]
) -> None:
    flood = "\n\n".join(f"[x](no{number}.md)" for number in range(3_000))
    write_files(tmp_path, {"sitegen.toml": CONFIG, "content/index.md": f"# Home\n\n{FILLER}\n"})
    with previewing(tmp_path) as running:
        page = open_tab(running.url)
        (tmp_path / "content" / "other.md").write_text(flood, encoding="utf-8")
        button = page.get_by_role("button", name="3000 errors")
        button.wait_for(timeout=120_000)
        button.click()
        shown = page.evaluate(OVERLAY)
        assert shown["count"] < 5_000
        assert "and 2,800 more problems" in shown["text"]
        page.keyboard.press("Escape")
        page.get_by_text("Paragraph 39.").scroll_into_view_if_needed()
        (tmp_path / "content" / "other.md").write_text("Mended.\n", encoding="utf-8")
        page.locator("sitegen-preview").wait_for(state="detached", timeout=120_000)
