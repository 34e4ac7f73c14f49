# ruff: noqa: E501  # a script for the browser
"""Pages full of attacks, as the preview shows them in spite of their errors: nothing runs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from sitegen.engine.build_options import BuildOptions
from sitegen.engine.session import Session
from support.hostile_pages import COMPANIONS, hostile_pages
from support.pictures import picture
from support.serving import serving
from support.sites import CONFIG, write_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

_COUNT = 3_000 if os.environ.get("SITEGEN_LONG_TESTS") == "1" else 40
_EACH = 20
#: Hosts of films and maps that a reader has asked for by a click.
_FILMS = ["www.youtube-nocookie.com", "www.openstreetmap.org"]
_SETTINGS = '[taxonomies]\ncategory = "categories"\n'
_CONTROL = (
    "<!doctype html><script></script><img src=x onerror=top.ran=1><a href='java&Tab;script:x'>x</a>"
)
#: Opens pages in frames, touches whatever can be touched, and returns what is active in them.
LOOK = """async ([addresses, films]) => {
  const flaws = [];
  const look = (address) => new Promise((done) => {
    const frame = document.createElement("iframe");
    frame.src = address;
    frame.onload = async () => {
      const page = frame.contentDocument;
      page.addEventListener("click", (event) => event.target.closest?.("a, form") && event.preventDefault(), true);
      page.addEventListener("submit", (event) => event.preventDefault(), true);
      for (const each of page.querySelectorAll("a, button, summary, input, select, [tabindex], [title], img, svg, .term")) {
        for (const kind of ["mouseover", "focus", "pointerenter", "click"]) each.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true }));
      }
      for (const each of page.querySelectorAll("*")) {
        for (const { name, value } of each.attributes) {
          const told = value.replace(/[\\u0000-\\u0020]/g, "").toLowerCase();
          if (/^on/i.test(name)) flaws.push(`${address}: <${each.localName} ${name}>`);
          if (/^(href|src|action|formaction|xlink:href|data|poster|srcdoc)$/i.test(name) && /^(javascript|vbscript|data:text)/.test(told)) flaws.push(`${address}: ${name}=${value}`);
        }
        if (each.localName === "script" && each.type !== "application/ld+json" && !each.src.startsWith(`${location.origin}/assets/`)) flaws.push(`${address}: a script`);
        const isFilm = each.localName === "iframe" && films.includes(URL.parse(each.src)?.host);
        if (!isFilm && ["iframe", "object", "embed", "base"].includes(each.localName)) flaws.push(`${address}: <${each.localName}>`);
      }
      await new Promise((next) => setTimeout(next, 30));
      if (window.ran) flaws.push(`${address}: a script ran`);
      window.ran = undefined;
      frame.remove();
      done();
    };
    document.body.append(frame);
  });
  await Promise.all(addresses.map(look));
  return flaws;
}"""


def test_nothing_runs_in_pages_full_of_attacks(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    pages = hostile_pages(_COUNT)
    files: dict[str, str | bytes] = {**COMPANIONS, **pages, "content/p.png": picture()}
    files |= {"sitegen.toml": CONFIG + _SETTINGS, "content/v.mp4": b"", "content/other.md": "# O\n"}
    write_files(tmp_path / "site", files)
    options = BuildOptions(output=tmp_path / "out", jobs="1", partial=True)
    Session(tmp_path / "site", options).build()
    (tmp_path / "out" / "frames.html").write_text("<!doctype html><title>Frames</title>")
    dialogs: list[str] = []
    elsewhere: list[str] = []
    page = open_page()
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    with serving(tmp_path / "out", "/") as served:
        page.route(lambda url: not url.startswith(served.url), lambda route: route.abort())
        page.on("request", lambda each: elsewhere.append(each.url))
        shown = [served.address(file) for file in served.html_files if file.name != "frames.html"]
        assert len(shown) > _COUNT / 3
        # Whatever runs is seen.
        (tmp_path / "out" / "control.html").write_text(_CONTROL, encoding="utf-8")
        page.goto(served.url + "frames.html")
        seen = page.evaluate(LOOK, [[served.url + "control.html"], _FILMS])
        assert {each.partition("html: ")[2] for each in seen} == {
            *("a script ran", "<img onerror>", "href=java\tscript:x", "a script")
        }
        flaws = []
        for start in range(0, len(shown), _EACH):
            page.goto(served.url + "frames.html")
            flaws += page.evaluate(LOOK, [shown[start : start + _EACH], _FILMS])
        assert flaws == []
        assert dialogs == []
        hosts = {url.split("/")[2] for url in elsewhere if url.startswith("http")}
        assert hosts - {*_FILMS} == {served.url.split("/")[2]}
