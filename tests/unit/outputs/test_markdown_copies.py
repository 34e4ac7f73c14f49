"""Copies in Markdown and llms.txt are there for sites that want them, and follow every edit."""

from __future__ import annotations

from support.sites import CONFIG, MakeSite

CARDLESS = CONFIG + "[sharing]\ncards = false\n"
FILES = {
    "content/index.md": "---\ntitle: Home\n---\nWelcome.\n",
    "content/about.md": "---\ntitle: About \\*us\\*\ndescription: Who we are\n---\nWe.\n",
    "content/news/index.md": "# News\n",
    "content/news/é.md": (
        "---\ntitle: É\ndate: 2026-01-02\nauthors: [Ada]\nabstract: Short.\n---\n"
        "See [us](../about.md). <!-- not this -->\n\n| a |\n|---|\n| b |\n"
    ),
}


def test_a_site_that_does_not_want_them(make_site: MakeSite) -> None:
    site = make_site(FILES, CARDLESS)
    site.build_well()
    assert [name for name in site.files() if name.endswith((".md", "llms.txt"))] == []
    assert "text/markdown" not in site.text("news/é/index.html")


def test_a_copy_of_each_page(make_site: MakeSite) -> None:
    site = make_site(FILES, CARDLESS + "[outputs]\nmarkdown = true\n")
    site.build_well()
    assert sorted(name for name in site.files() if name.endswith(".md")) == [
        "about/index.html.md",
        "index.html.md",
        "news/index.html.md",
        "news/é/index.html.md",
    ]
    assert site.text("news/é/index.html.md") == (
        "# É\n\nAda, 2026-01-02\n\n<https://lab.example.org/news/%C3%A9/>\n\nShort.\n\n"
        "See [us](https://lab.example.org/about/).\n\n| a |\n| --- |\n| b |\n"
    )
    assert site.text("news/index.html.md") == (
        "# News\n\n<https://lab.example.org/news/>\n\n"
        "- [É](https://lab.example.org/news/%C3%A9/): Short.\n"
    )
    site.write({"content/about.md": FILES["content/about.md"] + "\nMore.\n"})
    site.build_well()
    assert site.text("about/index.html.md").endswith("We.\n\nMore.\n")


def test_llms_txt(make_site: MakeSite) -> None:
    config = CARDLESS.replace("\n", '\ndescription = "We measure *knees*."\n', 1)
    site = make_site(FILES, config + "[outputs]\nllms = true\n")
    site.build_well()
    assert site.text("llms.txt") == (
        "# Test Lab\n\n> We measure knees.\n\n"
        "## Pages\n\n- [About \\*us\\*](https://lab.example.org/about/): Who we are\n\n"
        "## News\n\n- [News](https://lab.example.org/news/)\n"
        "- [É](https://lab.example.org/news/%C3%A9/): Short.\n"
    )
    own = {"assets/static/llms.txt": "Own.\n"}
    site.write({**own, "sitegen.toml": config + "[outputs]\nllms = true\nmarkdown = true\n"})
    site.build_well()
    assert site.text("llms.txt") == "Own.\n"
    (site.root / "assets/static/llms.txt").unlink()
    site.build_well()
    assert "(https://lab.example.org/news/%C3%A9/index.html.md): Short." in site.text("llms.txt")
