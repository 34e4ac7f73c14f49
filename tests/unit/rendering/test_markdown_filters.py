"""`markdownify` and `plainify` in templates."""

from __future__ import annotations

import pytest

from sitegen.config import ENGINES
from support.sites import CONFIG, MakeSite

BLOCK = '{{% extends "theme/page.html" %}}{{% block after_content %}}<i>{}</i>{{% endblock %}}'


@pytest.mark.parametrize("engine", ENGINES)
def test_a_field_with_markdown(make_site: MakeSite, engine: str) -> None:
    site = make_site(
        {
            "content/a.md": "---\nvenue: The *old* [hall](b.md#x) & [press](/people/ada.md)\n---\n",
            "content/b.md": "## X\n",
            "content/people/ada.md": "# Ada\n",
            "templates/page.html": BLOCK.format(
                "{{ page.extra.get('venue', '') | markdownify }}|"
                "{{ page.extra.get('venue', '') | plainify }}"
            ),
        },
        f'{CONFIG}[markdown]\nengine = "{engine}"\n',
    )
    site.build_well()
    assert (
        '<i>The <em>old</em> <a href="/b/#x">hall</a> &amp; <a href="/people/ada/">press</a>|'
        "The old hall &amp; press</i>"
    ) in site.text("a/index.html")
    # The address is a recorded question.
    site.write({"content/b.md": "---\nslug: c\n---\n## X\n"})
    site.build_well()
    assert '<a href="/c/#x">' in site.text("a/index.html")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<script>x</script>", "unsafe-html]: markdownify: <script> is not allowed in a page"),
        ("![x](a.png)", "html-left-out]: markdownify: <img> in a short text is left out"),
        ("x^[y]", "html-left-out]: markdownify: a footnote in a short text is left out"),
        ("[x](gone.md)", "broken-link]: url_for: no page or file 'gone.md'"),
        ("[x](javascript:y)", "unsafe-url]: markdownify: the address 'javascript:y'"),
    ],
)
def test_mistakes_are_told(make_site: MakeSite, text: str, message: str) -> None:
    page = f"{{{{ '{text}' | markdownify }}}}"
    site = make_site({"content/a.md": "# A\n", "templates/page.html": page})
    (problem,) = site.build().diagnostics
    assert (problem.location.path, problem.location.line) == ("templates/page.html", 1)
    assert f": error[{message}" in str(problem)


def test_a_description_is_html_on_its_page_and_text_elsewhere(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/news/a.md": "---\ntitle: A\ndescription: Of *knees*\n---\n",
            "content/news/b.md": "# B\n",
        }
    )
    site.build_well()
    page = site.text("news/a/index.html")
    assert '<p class="page-lead">Of <em>knees</em></p>' in page
    assert '<meta name="description" content="Of knees">' in page
    assert "Of knees" in site.text("news/index.html")
    assert "*" not in site.text("news/index.html")


def test_a_summary_is_plain_text_already(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "# A\n\nWe map `f[x](t)` and 2\\*3\\*4.\n"})
    site.build_well()
    assert '<meta name="description" content="We map f[x](t) and 2*3*4.">' in site.text(
        "a/index.html"
    )
