"""What looks like an address in a stylesheet and is a name."""

from __future__ import annotations

import pytest

from sitegen.webassets.stylesheets import replace_addresses


@pytest.mark.parametrize(
    "text",
    [
        "@namespace url(http://www.w3.org/1999/xhtml);",
        '@namespace svg "http://www.w3.org/2000/svg";',
    ],
)
def test_a_namespace_is_no_address(text: str) -> None:
    after = f"{text} a{{b:url(c.svg)}}"
    assert replace_addresses(after, lambda _: "d.svg") == f'{text} a{{b:url("d.svg")}}'
