"""A change of the direction of writing in a field of an entry ends with it."""

from __future__ import annotations

import pytest

from sitegen.research.csl.directions import close_directions

OVERRIDE, RIGHT, ISOLATE, END, END_ISOLATE = "\u202e", "\u202b", "\u2067", "\u202c", "\u2069"


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Knees", "Knees"),
        (f"a {OVERRIDE}b", f"a {OVERRIDE}b{END}"),
        (f"{ISOLATE}a{END_ISOLATE} b", f"{ISOLATE}a{END_ISOLATE} b"),
        (f"{ISOLATE}{OVERRIDE}a{END_ISOLATE}b", f"{ISOLATE}{OVERRIDE}a{END}{END_ISOLATE}b"),
        (f"{END}a{END_ISOLATE}", "a"),
        (f"{RIGHT}{ISOLATE}a", f"{RIGHT}{ISOLATE}a{END_ISOLATE}{END}"),
        (f"{ISOLATE}a{END}b", f"{ISOLATE}ab{END_ISOLATE}"),
    ],
)
def test_texts(text: str, closed: str) -> None:
    assert close_directions(text) == closed


def test_everything_in_an_entry() -> None:
    entry = {"id": "a", "author": [{"family": f"Doe{OVERRIDE}"}], "issued": {"date-parts": [[1]]}}
    assert close_directions(entry) == {**entry, "author": [{"family": f"Doe{OVERRIDE}{END}"}]}
