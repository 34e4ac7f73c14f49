"""Which page is the index of its folder."""

from __future__ import annotations

import pytest

from sitegen.graph.page_keys import find_keys


@pytest.mark.parametrize(
    ("paths", "keys", "beside"),
    [
        (["a/_index.md"], {"a/_index.md": "a/index.md"}, {}),
        (["a/README.md", "a/index.md"], {}, {"a/README.md": "a/index.md"}),
        (["a.md", "a/b.md"], {"a.md": "a/index.md"}, {}),
        (["a.markdown", "a/b/c.md"], {"a.markdown": "a/index.md"}, {}),
        (["a.md", "a/b.md", "a/b/c.md"], {"a.md": "a/index.md", "a/b.md": "a/b/index.md"}, {}),
        (["a.md", "a/index.md"], {}, {"a.md": "a/index.md"}),
        (["a.md", "a/README.md"], {"a.md": "a/index.md"}, {"a/README.md": "a.md"}),
        (["a.md", "ab/c.md"], {}, {}),
        (["a.md", "a.mkd", "a/b.md"], {"a.md": "a/index.md"}, {"a.mkd": "a.md"}),
    ],
)
def test_indexes(paths: list[str], keys: dict[str, str], beside: dict[str, str]) -> None:
    for order in (paths, paths[::-1]):
        found = find_keys(f"content/{path}" for path in order)
        assert found.keys == {f"content/{a}": f"content/{b}" for a, b in keys.items()}
        assert found.beside == {f"content/{a}": f"content/{b}" for a, b in beside.items()}
