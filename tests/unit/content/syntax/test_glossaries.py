"""Words lead to the glossary of another page, wherever that page moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitegen.content.short_texts import ShortText, read_short_text
from sitegen.engine.build_options import BuildOptions
from sitegen.engine.session import Session
from support.sites import CONFIG, MakeSite, SiteFolder

if TYPE_CHECKING:
    import pytest

GLOSSARY = "# Words\n\n::: {.glossary}\nKnee\n:   A joint.\n:::\n"


def test_a_term_of_another_page(make_site: MakeSite) -> None:
    pages = {"content/a.md": "# A\n\nTwo [knees]{.term name=knee}.\n", "content/b.md": GLOSSARY}
    site = make_site(pages)
    site.build_well()
    assert '<a class="term" href="/b/#term-knee">knees</a>' in site.text("a/index.html")
    assert 'content="Two knees."' in site.text("a/index.html")
    site.write({"content/c.md": GLOSSARY, "content/b.md": "# B\n"})
    site.build_well()
    assert '<a class="term" href="/c/#term-knee">knees</a>' in site.text("a/index.html")
    site.write({"content/b.md": GLOSSARY})
    site.build()
    message = "several pages have the term 'knee': content/b.md, content/c.md"
    assert site.messages() == [
        f"content/a.md:3:5: error[unknown-term]: {message}; leave it in one glossary only"
    ]


def test_definitions_are_read_once_for_all_pages_that_list_them(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are kept with the file: another page that lists them does not read them again."""
    asked: list[str] = []

    def read(text: str, *others: Any) -> ShortText:
        asked.append(text)
        return read_short_text(text, *others)

    monkeypatch.setattr("sitegen.content.glossary_files.read_short_text", read)
    lists = {f"content/{name}.md": LIST for name in "abc"}
    other = "---\nlanguage: de\n---\n# Liste\n\n::: {.glossary}\n:::\n"
    site = make_site({**lists, "content/d.md": other, "data/glossary.yaml": DATA})
    options = BuildOptions(output=site.output, jobs="1")
    Session(site.root, options).build()
    assert asked == ["A joint.", "Another joint."]
    assert site.text("c/index.html").count("<dd") == 2
    site.write({"content/e.md": LIST})
    Session(site.root, options).build()
    assert asked == ["A joint.", "Another joint."]
    assert site.text("e/index.html").count("<dd") == 2


def test_links_of_definitions_follow_the_pages_that_they_lead_to(make_site: MakeSite) -> None:
    data = "Knee: See [a](a.md), [a](a.md#b), [us](https://a.org/?a&b) and [here](#c).\n"
    site = make_site({"content/a.md": "# A\n\n## B\n", "data/glossary.yaml": data})
    site.write({"content/l.md": f"{LIST}\n## C\n"})
    site.build_well()
    text = site.text("l/index.html")
    for url in ("/a/", "/a/#b", "https://a.org/?a&amp;b", "#c"):
        assert f'<a href="{url}">' in text
    site.write({"content/a.md": "---\nslug: other\n---\n# A\n\n## B\n"})
    site.build_well()
    assert '<a href="/other/#b">' in site.text("l/index.html")
    (site.root / "content/a.md").unlink()
    site.build()
    assert set(site.codes()) == {"broken-link"}
    assert {each.split(":")[0] for each in site.messages()} == {"data/glossary.yaml"}


def test_definitions_are_read_with_the_settings_of_the_site(make_site: MakeSite) -> None:
    config = f"{CONFIG}[math]\nmacros = {{ R = 'z' }}\n"
    site = make_site({"content/l.md": LIST, "data/glossary.yaml": "Knee: A $\\R$.\n"}, config)
    site.build_well()
    assert "<mi>z</mi>" in site.text("l/index.html")
    site.write({"sitegen.toml": config.replace("'z'", "'y'")})
    site.build_well()
    assert "<mi>y</mi>" in site.text("l/index.html")
    site.write({"sitegen.toml": f"{CONFIG}[math]\nenabled = false\n"})
    site.build_well()
    assert "<dd>A $\\R$.</dd>" in site.text("l/index.html")


def test_definitions_that_no_page_lists_are_examined_too(make_site: MakeSite) -> None:
    data = "Knee:\n  definition: {en: '![a](a.png)', de: '![a](a.png)'}\nHip: b\n"
    site = make_site({"content/a.md": "# A\n", "data/glossary.yaml": data})
    site.build()
    assert site.messages() == [
        "data/glossary.yaml:1:1: warning[html-left-out]: <img> in a short text is left out"
    ]


def test_a_glossary_that_takes_too_much(make_site: MakeSite) -> None:
    """Reading it ends, with its file, whatever many pages list."""
    many = "".join(f"a{number}: The *number* of `steps` in $x$.\n" for number in range(4_000))
    lists = {f"content/{name}.md": LIST for name in "abc"}
    config = f"{CONFIG}[limits]\nparse_seconds = 0.3\n"
    site = make_site({**lists, "data/glossary.yaml": many}, config)
    site.build()
    assert "file-limit" in site.codes()
    config = f"{CONFIG}[limits]\nrendered_bytes = 1000\n"
    site.write({"sitegen.toml": config, "data/glossary.yaml": "a: b\nc: e " + "*d*, " * 300 + "\n"})
    site.build()
    (message,) = (each for each in site.messages() if "limit-exceeded" in each)
    assert message.startswith(
        "data/glossary.yaml:2:1: error[limit-exceeded]: here, the HTML of the glossary becomes "
        "longer than limits.rendered_bytes = 1,000 characters; write less here"
    )


def test_links_of_a_glossary_that_take_too_long(make_site: MakeSite) -> None:
    links = "".join(f"[a](b{number}.md) " for number in range(4_000))
    config = f"{CONFIG}[limits]\nrender_seconds = 0.2\n"
    site = make_site({"content/l.md": LIST, "data/glossary.yaml": f"a: '{links}'\n"}, config)
    site.build()
    assert "page-timeout" in site.codes()


LIST = "# List\n\n::: {.glossary}\n:::\n"
DATA = "- term: Knee\n  definition: A joint.\n- term: Hip\n  definition: Another joint.\n"


def _rendered(site: SiteFolder) -> set[str]:
    """Build, and return the pages that were made again."""
    before = {path: (site.output / path).stat().st_mtime_ns for path in sorted(site.pages())}
    site.build_well()
    return {path for path, at in before.items() if (site.output / path).stat().st_mtime_ns != at}


def test_an_edit_of_the_glossary_changes_the_pages_that_show_it(make_site: MakeSite) -> None:
    pages = {
        "content/index.md": "# Home\n",
        "content/a.md": "# A\n\nA [knee]{.term}.\n",
        "content/b.md": "# B\n\nA [hip]{.term}.\n",
        "content/c.md": "# C\n",
        "data/glossary.yaml": DATA,
    }
    site = make_site(pages)
    site.build_well()
    assert '<abbr class="term" title="A joint.">knee</abbr>' in site.text("a/index.html")
    site.write({"data/glossary.yaml": DATA.replace("A joint", "A hinge")})
    assert _rendered(site) == {"a/index.html"}
    assert 'title="A hinge."' in site.text("a/index.html")
    site.write({"content/c.md": "# C\n\n::: {.glossary}\n:::\n"})
    assert _rendered(site) == {"a/index.html", "b/index.html", "c/index.html"}
    assert '<a class="term" href="/c/#term-knee">knee</a>' in site.text("a/index.html")
    site.write({"data/glossary.yaml": DATA})
    assert _rendered(site) == {"c/index.html"}
    (site.root / "data/glossary.yaml").unlink()
    site.build()
    assert site.codes() == ["unknown-term", "unknown-term", "empty-glossary"]
