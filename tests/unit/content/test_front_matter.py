from __future__ import annotations

import time

import pytest

from sitegen.content.front_matter import split_front_matter


def fields(text: str) -> dict[str, object]:
    split = split_front_matter(text, "p")
    assert split.diagnostics == ()
    return {name: field.value for name, field in split.fields.items()}


def mistake(text: str) -> str:
    started = time.process_time()
    split = split_front_matter(text, "p")
    assert time.process_time() - started < 1
    assert split.fields == {}
    (problem,) = split.diagnostics
    return str(problem)


def test_a_page() -> None:
    split = split_front_matter("---\ntitle: Ours\ntags: [a, b]\n---\nBody\n", "p")
    assert split.body == "Body\n"
    assert split.body_line == 5
    assert (split.fields["tags"].line, split.fields["tags"].column) == (3, 1)
    assert {name: field.value for name, field in split.fields.items()} == {
        "title": "Ours",
        "tags": ["a", "b"],
    }


@pytest.mark.parametrize(
    "text", ["", "Body\n", "# Title\n\n---\n\nText\n", " \n\n", "--\na: 1\n--\n"]
)
def test_a_page_without_front_matter_is_all_body(text: str) -> None:
    split = split_front_matter(text, "p")
    assert (split.body, split.body_line, split.fields, split.diagnostics) == (text, 1, {}, ())


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Ours\ndraft: true\n---\nBody\n",
        "---\ntitle: Ours\ndraft: true\n...\nBody\n",
        "--- \ntitle: Ours\ndraft: true\n---\t\nBody\n",
        "-----\ntitle: Ours\ndraft: true\n-----\nBody\n",
        "\n\n---\ntitle: Ours\ndraft: true\n---\nBody\n",
        "---\n# a comment\ntitle: Ours\n\ndraft: true\n---\nBody\n",
    ],
)
def test_every_way_to_write_it_is_read(text: str) -> None:
    assert fields(text) == {"title": "Ours", "draft": True}
    assert split_front_matter(text, "p").body == "Body\n"


def test_an_empty_block_is_no_mistake() -> None:
    assert fields("---\n---\nBody\n") == {}
    assert split_front_matter("---\n---\nBody\n", "p").body == "Body\n"
    assert fields("---\n# only a comment\n---\nBody\n") == {}


@pytest.mark.parametrize(
    "name", ["content", "self", "metadata", "handler", "fm", "1", "true", "null", "~"]
)
def test_every_name_can_be_a_field(name: str) -> None:
    assert fields(f"---\n{name}: x\ntitle: t\n---\n") == {name: "x", "title": "t"}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("on", "on"),
        ("0755", "0755"),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("1.10", "1.10"),
        ("1.1", 1.1),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".inf", ".inf"),
        ("2024-02-30", "2024-02-30"),
        ("2024-02-03", "2024-02-03"),
        ("=", "="),
        ("3", 3),
        ("-3", -3),
        ("99999999999999999999", "99999999999999999999"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("", None),
        ("'null'", "null"),
        ('"true"', "true"),
        ("|\n  a\n  b", "a\nb\n"),
        (">-\n  a\n  b", "a b"),
        ("{a: {b: [1, 2]}}", {"a": {"b": [1, 2]}}),
    ],
)
def test_values_mean_what_they_look_like(written: str, value: object) -> None:
    found = fields(f"---\nx: {written}\n---\n")["x"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text", ["---\n", "---\ntitle: x\n", "---\ntitle: x\n--\nBody", "---\ntitle: x\n ---\n"]
)
def test_an_unclosed_block(text: str) -> None:
    assert mistake(text).startswith("p:1:1: error[front-matter-unclosed]")


@pytest.mark.parametrize(
    "block", ["- a\n- b", "just words", "3", "[a, b]", "'quoted'", "|\n text", "true"]
)
def test_what_is_not_fields(block: str) -> None:
    assert "error[front-matter-format]" in mistake(f"---\n{block}\n---\nBody\n")


@pytest.mark.parametrize(
    ("block", "place"),
    [
        ("title: a: b", "p:2:9"),
        ("title: [a", "p:3:1"),
        ("a: 1\n  b: 2", "p:3:4"),
        ("a: @x", "p:2:4"),
        ("? [a]\n: b", "p:2:3"),
        ("%YAML 1.1", "p:3:1"),
        ("a: 'x", "p:2:4"),
        ('a: "\\q"', "p:2:5"),
        ("{}: {}", "p:2:1"),
    ],
)
def test_broken_yaml_has_its_place(block: str, place: str) -> None:
    assert mistake(f"---\n{block}\n---\nBody\n").startswith(place)


@pytest.mark.parametrize("end", ["\u2028", "\u0085", "\u2029"])
def test_line_ends_that_only_yaml_knows(end: str) -> None:
    text = mistake(f"---\na: x{end}{end}b: [\n}}\n---\nBody\n")
    assert "error[front-matter-syntax]: not YAML" in text


def test_a_second_document_in_the_block() -> None:
    text = mistake("---\na: 1\n--- {draft: false}\n---\nBody\n")
    assert text.startswith("p:3:5: error[front-matter-syntax]: a second document begins here")


@pytest.mark.parametrize(
    ("block", "place"),
    [
        ("a: 1\nb: 2\na: 3", "p:4:1"),
        ("x:\n  a: 1\n  a: 2", "p:4:3"),
        ("x:\n  - {a: 1, a: 2}", "p:3:12"),
        ("x: {y: {z: 1, z: 1}}", "p:2:15"),
        ("'a': 1\na: 2", "p:3:1"),
    ],
)
def test_duplicate_keys_at_any_depth(block: str, place: str) -> None:
    assert mistake(f"---\n{block}\n---\n").startswith(f"{place}: error[duplicate-key]")


MERGE_BOMB = "a0: &a0 {k: v}\n" + "".join(
    f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 13)
)
BOMBS = {
    "sequence": "a: " + "[" * 50_000,
    "closed sequence": "a: " + "[" * 50_000 + "]" * 50_000,
    "mapping": "a: " + "{a: " * 50_000,
    "block sequence": "- " * 50_000,
    "merge": MERGE_BOMB,
    "aliases": "a: &a [x]\nb: [*a, *a]",
    "anchor alone": "a: &a x",
    "many events": "a: [" + "1," * 30_000 + "1]",
    "many keys": "\n".join(f"k{n}: v" for n in range(30_000)),
    "flow keys": "? " * 30_000,
    "python tag": "a: !!python/object/apply:os.system ['echo harm']",
    "python name": "a: !!python/name:os.system",
    "binary tag": "a: !!binary aGFybQ==",
    "own tag": "a: !include /etc/passwd",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_at_once(name: str) -> None:
    assert mistake(f"---\n{BOMBS[name]}\n---\nBody\n").startswith("p:")


def test_the_known_merge_bomb_is_small() -> None:
    assert len(MERGE_BOMB) < 500


@pytest.mark.parametrize("escape", ["\\0", "\\x07", "\\x1b", "\\uFDD0", "\\uFFFE"])
def test_escapes_are_no_way_in_for_invisible_characters(escape: str) -> None:
    assert "error[control-character]" in mistake(f'---\ntitle: "a{escape}b"\n---\n')
    assert "error[control-character]" in mistake(f'---\nx: [{{"a{escape}b": 1}}]\n---\n')


def test_a_broken_block_keeps_its_body_apart() -> None:
    split = split_front_matter("---\ntitle: a: b\n---\nBody\n", "p")
    assert (split.body, split.body_line) == ("Body\n", 4)


def test_an_item_that_is_indented_by_more_than_the_one_above() -> None:
    """YAML makes one text of both."""
    assert mistake("---\ntags:\n- knee\n  - hip\n---\n") == (
        "p:4:3: error[front-matter-syntax]: '- hip' is indented by more than the item above, and "
        "becomes its text; begin it in the column of the item above"
    )
    long = "---\ntags:\n- a long\n  text - here\n- |\n  one\n  - two\n- 'a\n  - b'\n---\n"
    assert fields(long) == {"tags": ["a long text - here", "one\n- two\n", "a - b"]}
