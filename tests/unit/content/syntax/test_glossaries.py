"""Words lead to the glossary of another page, wherever that page moves."""

from __future__ import annotations

from support.sites import MakeSite

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
