"""Words lead to the glossary of another page, wherever that page moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitegen.content.short_texts import ShortText, read_short_text
from sitegen.engine.build_options import BuildOptions
from sitegen.engine.session import Session
from support.sites import MakeSite, SiteFolder

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
    asked: list[str] = []

    def read(text: str, *others: Any) -> ShortText:
        asked.append(text)
        return read_short_text(text, *others)

    monkeypatch.setattr("sitegen.graph.glossary.read_short_text", read)
    lists = {f"content/{name}.md": "# List\n\n::: {.glossary}\n:::\n" for name in "abc"}
    other = "---\nlanguage: de\n---\n# Liste\n\n::: {.glossary}\n:::\n"
    site = make_site({**lists, "content/d.md": other, "data/glossary.yaml": DATA})
    options = BuildOptions(output=site.output, jobs="1")
    Session(site.root, options).build()
    assert sorted(asked) == ["A joint.", "A joint.", "Another joint.", "Another joint."]
    assert site.text("c/index.html").count("<dd") == 2


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
