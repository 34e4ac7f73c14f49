"""A file that several pages use is to blame once, at the first of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sitegen.diagnostics import Diagnostic, Location, Severity
from sitegen.engine.shared_problems import join_shared

if TYPE_CHECKING:
    from support.sites import MakeSite

DAMAGED = "<svg"


def problem(path: str, line: int = 1, about: str = "content/k.svg") -> Diagnostic:
    place = Location(path=path, line=line, column=1)
    return Diagnostic(code="image-broken", message=f"{path} k", location=place, about=about)


def test_the_others_are_named_or_counted() -> None:
    a, b, c = (problem(f"content/{name}.md") for name in "abc")
    (two,) = join_shared([a, b])
    assert two.message == "content/a.md k (also in content/b.md)"
    (three,) = join_shared([a, b, c, problem("content/c.md", 9)])
    assert three.message == "content/a.md k (and on 2 more pages)"
    assert three.also == ("content/b.md", "content/c.md")
    assert three.as_json()["also"] == ["content/b.md", "content/c.md"]


def test_what_differs_stays_apart() -> None:
    a, b = problem("content/a.md"), problem("content/b.md", about="content/other.svg")
    warning = replace(problem("content/c.md"), severity=Severity.WARNING)
    alone = problem("content/d.md", about="")
    found = (a, b, warning, alone, replace(alone, message="x"))
    assert join_shared(found) == found


def test_a_damaged_picture_of_three_pages(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/k.svg": DAMAGED,
            "content/index.md": "![a knee](k.svg)\n",
            "content/news/a.md": "A\n\n![a knee](../k.svg)\n",
            "content/news/b.md": "---\nfeatured_image: /content/k.svg\n---\nB\n",
            "content/news/c.md": "![a knee](gone.svg)\n",
        }
    )
    site.build()
    about_it, missing = site.messages()
    assert about_it.startswith("content/index.md:1:11: error[image-broken]: the image 'k.svg': ")
    assert "(and on 2 more pages); " in about_it
    assert missing.startswith("content/news/c.md:1:11: error[image-missing]")


def test_a_baseline_knows_each_page(make_site: MakeSite) -> None:
    pages = {f"content/{name}.md": "![a knee](k.svg)\n" for name in ("index", "a", "b")}
    site = make_site({"content/k.svg": DAMAGED, **pages})
    assert site.check_here("--write-baseline").code == 0
    known = (site.root / "sitegen-baseline.json").read_text(encoding="utf-8")
    assert known.count('"image-broken"') == len(pages)
