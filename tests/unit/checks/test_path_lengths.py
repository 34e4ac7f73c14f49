"""Files whose paths do not fit are told at what makes them so long; what just fits is published."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from support.sites import write_files

if TYPE_CHECKING:
    from support.sites import MakeSite

DEEP = f"content/{'a' * 250}/{'b' * 250}/{'c' * 250}/{'d' * 250}"


NOT_FITTING = {
    "assets/js/" + "x" * 248 + ".js": "1",
    "assets/css/" + "ü" * 122 + ".css": "a {}",
    f"{DEEP}/e.md": f"---\ntitle: E\nslug: {'e' * 20}\n---\n",
    "content/alias.md": f"---\ntitle: A\naliases:\n- /{'a/' * 508}\n---\n",
    "content/url.md": f"---\ntitle: A\nurl: /{'u/' * 508}\n---\n",
}


def test_what_does_not_fit(make_site: MakeSite) -> None:
    site = make_site({"content/p.md": "# P\n", **NOT_FITTING})
    result = site.build()
    assert {str(each.location) for each in result.diagnostics if each.code == "path-too-long"} == {
        f"{name}:3:1" if name.endswith(".md") else name for name in NOT_FITTING
    }
    assert not site.output.exists()


def test_what_just_fits(make_site: MakeSite) -> None:
    files = {
        "content/a.md": f"---\ntitle: A\nslug: {'s' * 255}\naliases:\n- /{'a/' * 507}\n---\n",
        "content/b.md": f"---\ntitle: B\nurl: /{'u' * 250}.html\ntags: [{'ü' * 300}]\n---\n",
        f"content/c/{'ü' * 125}.txt": "notes",
        "content/c/index.md": f"[notes]({'ü' * 125}.txt)\n",
        "publications.bib": f"@misc{{{'k' * 300}, title = {{Long}}, year = 2020}}\n",
        "assets/js/" + "x" * 241 + ".js": "1",
    }
    site = make_site(files)
    site.build_well()
    deepest = site.output / ("a/" * 507) / "index.html"
    assert os.path.lexists(deepest)
    write_files(site.root, {"content/a.md": "# A\n"})
    site.build_well()
    assert not (site.output / "a" / "a").exists()
