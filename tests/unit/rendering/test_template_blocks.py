"""What Jinja ignores in silence in a template that extends another one is said."""

from __future__ import annotations

import pytest

from support.sites import MakeSite

EXTENDS = "{% extends 'theme/page.html' %}\n"


@pytest.mark.parametrize(
    ("template", "place"),
    [
        (EXTENDS + "{% block content %}x{% endblock %}", ""),
        (EXTENDS + "{% block footer %}x{% endblock %}", ""),
        (EXTENDS + "{% block content %}{% block own %}x{% endblock %}{% endblock %}", ""),
        (EXTENDS + "{% set x = 1 %}\n{# a note #}\n", ""),
        (EXTENDS + "{% from 'partials/toc.html' import toc_list %}\n", ""),
        ("<p>Whole.</p>", ""),
        (EXTENDS + "\n  {%- block contents %}x{% endblock %}", "3:3"),
        (EXTENDS + "<p>Lost.</p>\n", "2:1"),
        (EXTENDS + "\n\n  {{ page.title }}\n", "4:3"),
        (EXTENDS + "{% block content %}x{% endblock %}\n\nLost.\n", "4:1"),
    ],
)
def test_what_has_no_effect(make_site: MakeSite, template: str, place: str) -> None:
    site = make_site({"content/a.md": "# A\n", "templates/page.html": template})
    site.build()
    found = [each.partition(": ")[0] for each in site.messages()]
    assert found == [f"templates/page.html:{place}"] * bool(place)


def test_blocks_of_all_templates_above(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a.md": "---\ntemplate: c\n---\n",
            "templates/a.html": "{% block one %}{% block two %}{% endblock %}{% endblock %}",
            "templates/b.html": (
                "{% extends 'a.html' %}{% block two %}{% block three %}{% endblock %}{% endblock %}"
            ),
            "templates/c.html": (
                "{% extends 'b.html' %}\n"
                "{% block three %}3{% endblock %}{% block four %}{% endblock %}"
            ),
        }
    )
    site.build()
    (message,) = site.messages()
    assert message == (
        "templates/c.html:2:33: warning[no-effect]: the block 'four' is in no template that this"
        " one extends; there are one, three, two"
    )
    assert site.text("a/index.html") == "3"


def test_a_computed_name_and_a_circle(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a.md": "# A\n",
            "templates/page.html": (
                "{% set name = 'theme/page.html' %}{% extends name %}{% block any %}{% endblock %}"
            ),
            "templates/one.html": "{% extends 'two.html' %}{% block x %}{% endblock %}",
            "templates/two.html": "{% extends 'one.html' %}",
        }
    )
    site.build_well()
