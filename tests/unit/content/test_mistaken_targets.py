from __future__ import annotations

import pytest

from sitegen.content.mistaken_targets import explain_target


@pytest.mark.parametrize(
    ("target", "what", "hint"),
    [
        ("@sec-x", "a reference, not an address", "write '#sec-x'"),
        ("@doe2024", "a citation, not an address", "write '[@doe2024]' behind the text"),
        ("ada@lab.org", "an e-mail address", "write 'mailto:ada@lab.org'"),
        ("mailto: ada@lab.org", "an e-mail address", "write 'mailto:ada@lab.org'"),
        ("images\\a.png", "written with backslashes", "write 'images/a.png'"),
        ("images%5Ca.png", "written with backslashes", "write 'images/a.png'"),
        ("C:\\Users\\ada\\a.png", "a path of your computer", "copy the file"),
        ("c:/a.png", "a path of your computer", "copy the file"),
        ("file:///home/ada/a.png", "a path of your computer", "copy the file"),
        ("/Users/ada/a.png", "a path of your computer", "copy the file"),
        ("\\\\server\\share\\a.png", "a path of your computer", "copy the file"),
        ("www.lab.org", "an address of another site", "write 'https://www.lab.org'"),
        (
            "github.com/lab/code",
            "an address of another site",
            "write 'https://github.com/lab/code'",
        ),
    ],
)
def test_what_was_meant(target: str, what: str, hint: str) -> None:
    found = explain_target(target)
    assert found is not None
    assert found[0].endswith(f"is {what}")
    assert found[1].startswith(hint)


@pytest.mark.parametrize(
    "target",
    [
        "a.md",
        "../a.png",
        "people/",
        "data.csv",
        "/images/a.png",
        "/home/",
        "a@b",
        "x.y.z",
        "",
        "a b.md",
    ],
)
def test_paths(target: str) -> None:
    assert explain_target(target) is None
