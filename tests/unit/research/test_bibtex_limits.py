"""Strings that hold each other do not fill the memory."""

from __future__ import annotations

import time

from sitegen.research.bibtex import read_bibtex


def test_strings_of_strings() -> None:
    lines = ["@string{a0 = {some text}}"]
    lines += [f"@string{{a{n} = a{n - 1} # a{n - 1}}}" for n in range(1, 60)]
    text = "\n".join([*lines, "@misc{x, title = a59, note = a3}"])
    started = time.process_time()
    (entry,), problems = read_bibtex(text, "a.bib")
    assert time.process_time() - started < 1
    assert entry.fields["note"] == "some text" * 8
    assert len(entry.fields["title"]) < 10_000_000
    assert {each.code for each in problems} >= {"bibtex-string"}
    first = next(each for each in problems if each.code == "bibtex-string")
    assert str(first) == (
        "a.bib:21:15: warning[bibtex-string]: with 'a19', strings would make the file too long; "
        "its name is shown instead; make fewer strings of other strings"
    )
