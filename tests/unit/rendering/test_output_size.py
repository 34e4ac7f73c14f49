"""What templates write for a page is limited."""

from __future__ import annotations

import pytest

from sitegen.errors import LimitError
from sitegen.rendering.output_size import limit_size
from support.sites import CONFIG, MakeSite

LIMITED = f"{CONFIG}[limits]\nrendered_bytes = 100000\n"
LOOP = (
    '{% extends "theme/page.html" %}\n{% block after_content %}\n{% for a in range(10**9) %}text\n'
)
LOOP += "{% endfor %}{% endblock %}\n"
INCLUDES = {f"templates/n{n}.html": f'{{% include "n{n + 1}.html" %}}' * 10 for n in range(9)}


def test_what_is_within_the_limit_is_joined() -> None:
    join = limit_size(4_000)
    assert join(["a", "", "b"]) == "ab"
    assert join(each for each in ["", *["ab"] * 2_000]) == "ab" * 2_000
    with pytest.raises(LimitError):
        join(["ab"] * 2_001)


@pytest.mark.parametrize("length", [1, 10_000, 100_000, 3_000_000])
def test_large_limits_are_exact(length: int) -> None:
    join = limit_size(3_000_000)
    number = 3_000_000 // length
    assert len(join("x" * length for _ in range(number))) == 3_000_000
    assert len(join(["x" * length] * number)) == 3_000_000
    with pytest.raises(LimitError):
        join("x" * length for _ in range(number + 1))
    with pytest.raises(LimitError):
        join([*["x" * length] * number, "y"])


def test_a_loop_that_writes_without_end_is_named_with_its_line(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "# A\n", "templates/page.html": LOOP}, LIMITED)
    (problem,) = site.build().diagnostics
    assert str(problem) == (
        "templates/page.html:3:4: error[limit-exceeded]: rendering this wrote more than 100,000"
        " characters (while rendering content/a.md); look for a loop that has no end, or too many"
        " turns, or raise limits.rendered_bytes in sitegen.toml"
    )


def test_templates_that_include_ten_others_each(make_site: MakeSite) -> None:
    files = {
        **INCLUDES,
        "templates/n9.html": "text",
        "templates/page.html": '{% include "n0.html" %}\n',
        "content/a.md": "# A\n",
    }
    (problem,) = make_site(files, LIMITED).build().diagnostics
    assert (problem.code, problem.location.path) == ("limit-exceeded", "templates/n9.html")


def test_a_shortcode_that_is_called_often(make_site: MakeSite) -> None:
    files = {
        "templates/shortcodes/long.html": "{{ 'x' * 10000 }}",
        "content/a.md": "# A\n\n" + "{{< long >}}\n\n" * 11,
    }
    (problem,) = make_site(files, LIMITED).build().diagnostics
    assert (problem.code, problem.location.path) == ("limit-exceeded", "theme/page.html")
    site = make_site({**files, "content/a.md": "# A\n\n{{< long >}}\n"}, LIMITED)
    site.build_well()
