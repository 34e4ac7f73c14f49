"""BibTeX files are scanned whole, whatever is wrong in them."""

from __future__ import annotations

import random
import time

import pytest

from sitegen.research.bibtex_scanner import Lines, RawEntry, RawString, ScanMistake, scan_bibtex


def entries(text: str) -> dict[str, dict[str, str]]:
    return {
        item.key: {f.name: "".join(part.text for part in f.parts) for f in item.fields}
        for item in scan_bibtex(text)
        if isinstance(item, RawEntry)
    }


def mistakes(text: str) -> list[str]:
    lines = Lines(text)
    return [
        "{}:{} {}".format(*lines.place(item.index), item.problem.message)
        for item in scan_bibtex(text)
        if isinstance(item, ScanMistake)
    ]


@pytest.mark.parametrize(
    ("text", "key", "fields"),
    [
        ("@misc{a, title = {T}}", "a", {"title": "T"}),
        ('@MISC ( a , Title = "T" , year = 2020 , )', "a", {"title": "T", "year": "2020"}),
        ('@misc{a, title = {A {B} C} # " D"}', "a", {"title": "A {B} C D"}),
        ('@misc{a, title = "A {"}quoted{"} B"}', "a", {"title": 'A {"}quoted{"} B'}),
        ("@misc{key with: dots.and-ü/2, title={T}}", "key with: dots.and-ü/2", {"title": "T"}),
        ("@misc{smith(2020), title={T}}", "smith(2020)", {"title": "T"}),
        ("@misc{a, title = {two\nlines}}", "a", {"title": "two\nlines"}),
        ("@misc{a,\n% a comment\ntitle={T}}", "a", {"title": "T"}),
        ("@misc{a, bdsk-url-1 = {x}, file:pdf={y}}", "a", {"bdsk-url-1": "x", "file:pdf": "y"}),
        ("@misc{a}", "a", {}),
        ("text @ text\n---\n@misc{a, title={100% @home}}", "a", {"title": "100% @home"}),
    ],
)
def test_entries(text: str, key: str, fields: dict[str, str]) -> None:
    assert mistakes(text) == []
    assert entries(text) == {key: fields}


def test_strings_comments_and_preambles() -> None:
    text = '@string{a = "A"}@comment{@misc{x, title={X}}}@preamble{"\\x" # {y}}@misc{b, note = a}'
    found = list(scan_bibtex(text))
    assert [type(item) for item in found] == [RawString, RawEntry]
    entry = found[1]
    assert isinstance(entry, RawEntry)
    assert entry.fields[0].parts[0].kind == "name"


@pytest.mark.parametrize(
    ("text", "said", "kept"),
    [
        (
            "@misc{a, title={One {two}, author={B}, year=2020}\n",
            ["1:17 a brace is missing in the field 'title'"],
            {"title": "One two", "author": "B", "year": "2020"},
        ),
        (
            "@misc{a, title={One}\n  author={B}}",
            ["2:3 no comma follows the field 'title'"],
            {"title": "One", "author": "B"},
        ),
        (
            "@misc{a, title={One}, author=, year=2020}",
            ["1:23 the field 'author' has no value"],
            {"title": "One"},
        ),
        (
            "@misc{a, title={One},",
            ["1:1 this entry is never closed; 1 of its fields were read"],
            {"title": "One"},
        ),
        ("@misc(a, title={One}}", ["1:21 ')' should close this entry"], {"title": "One"}),
    ],
)
def test_mistakes_cost_no_more_than_they_must(
    text: str, said: list[str], kept: dict[str, str]
) -> None:
    after = "\n\n@book{next, title={Next}}\n"
    assert mistakes(text + after) == said
    assert entries(text + after) == {"a": kept, "next": {"title": "Next"}}


def test_an_entry_without_a_key_is_kept() -> None:
    for text in ("@misc{title={T}}", "@misc{, title={T}}"):
        assert [each.partition(" ")[2] for each in mistakes(text)] == ["this entry has no key"]
        assert entries(text) == {"": {"title": "T"}}


def test_any_text_is_scanned_in_time() -> None:
    pieces = [
        "@misc{",
        "@a(",
        "{",
        "}",
        '"',
        ",",
        "=",
        "a",
        " ",
        "\n",
        "#",
        "@string{",
        "%",
        "ü",
        "\\",
        "1",
    ]
    chance = random.Random(7)  # noqa: S311  # always the same texts
    for _ in range(2000):
        text = "".join(chance.choices(pieces, k=chance.randrange(60)))
        list(scan_bibtex(text + "\n@misc{last, title={Kept}}\n"))
    for piece in (*pieces, "a={", "@misc{a,b={c}", "@misc{a,b={\n"):
        start = time.process_time()
        list(scan_bibtex(piece * 4000))
        assert time.process_time() - start < 2, piece
