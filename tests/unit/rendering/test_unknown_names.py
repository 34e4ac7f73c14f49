"""A name that does not exist is told with its column and the nearest one that does."""

from __future__ import annotations

import pytest

from support.sites import MakeSite


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ page.titel }}", "1:9: error[template-undefined]: Page has no attribute 'titel'"),
        ("{% for c in site.pages %}{{ c.titel }}{% endfor %}", "1:31: error[template-undefined]: "),
        ("x\n{{ pgae.title }}", "2:4: error[template-undefined]: 'pgae' is undefined"),
        ("{{ page.titel ~ page.titel }}", "1:9: error[template-undefined]: "),
        ("{{ page.extra.venu }}", "1:15: error[template-undefined]: the table has no attribute"),
    ],
)
def test_unknown_names(make_site: MakeSite, template: str, expected: str) -> None:
    page = "---\ntitle: A\nvenue: Aachen\n---\nText.\n"
    site = make_site({"content/a.md": page, "templates/page.html": template})
    site.build()
    (message,) = site.messages()
    assert message.startswith(f"templates/page.html:{expected}")
    right = {"titel": "title", "pgae": "page", "venu": "venue"}
    meant = next(right[wrong] for wrong in right if wrong in template.replace("venue", ""))
    assert message.endswith(f"; did you mean '{meant}'?")
