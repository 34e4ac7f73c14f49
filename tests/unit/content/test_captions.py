from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from sitegen.content.captions import is_captions_file, parse_captions
from sitegen.model import Captions, SourceFile


def read(text: str, kind: str = "yaml") -> Captions:
    path = PurePosixPath(f"content/p/captions.{kind}")
    return parse_captions(SourceFile(path=path, data=text.encode(), digest=""))


def entries(found: Captions) -> list[tuple[str, str, str, int]]:
    assert [str(each) for each in found.problems] == []
    return [(each.file, each.text, each.alt, each.line) for each in found.entries]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("yaml", "# mine\na.jpg: One\n'b.jpg':\n  alt: Two\n  caption: Second\n"),
        (
            "yaml",
            (
                "\n- {file: a.jpg, alt: One, caption: One}\n"
                "- {file: b.jpg, alt: Two, caption: Second}\n"
            ),
        ),
        ("toml", '\n"a.jpg" = "One"\n["b.jpg"]\nalt = "Two"\ncaption = "Second"\n'),
        ("json", '{\n"a.jpg": "One",\n"b.jpg": {"alt": "Two", "caption": "Second"}}'),
        ("csv", "file,alt,caption\na.jpg,One,One\nb.jpg, Two ,Second\n"),
    ],
)
def test_every_kind_of_file(kind: str, text: str) -> None:
    assert entries(read(text, kind)) == [
        ("a.jpg", "One", "One", 2),
        ("b.jpg", "Second", "Two", 3),
    ]


def test_a_text_serves_as_both() -> None:
    assert entries(read("file,caption\na.jpg,One\n", "csv")) == [("a.jpg", "One", "One", 2)]
    assert entries(read("a.jpg:\n  caption: One\n")) == [("a.jpg", "One", "One", 1)]
    assert entries(read("a.jpg:\n  alt: One\n")) == [("a.jpg", "", "One", 1)]
    assert entries(read("a.jpg: {alt: '', caption: One}\n")) == [("a.jpg", "One", "", 1)]


def test_texts_stand_on_one_line() -> None:
    assert entries(read("a.jpg: |\n  One\n  two\n")) == [("a.jpg", "One two", "One two", 1)]


def test_names_are_composed() -> None:
    assert entries(read("u\u0308.jpg: One\n"))[0][0] == "ü.jpg"


def test_an_empty_file_says_nothing() -> None:
    assert entries(read("# nothing yet\n")) == []


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("yaml", "a.jpg: 12\n", ":1: error[gallery-captions]: the value of 'a.jpg' is not text"),
        ("yaml", "a.jpg: {alt: 1}\n", ":1: error[gallery-captions]: 'alt' of 'a.jpg' is not text"),
        ("yaml", "x: {captoin: A}\n", "'x' has a field 'captoin'; did you mean 'caption'?"),
        ("toml", 'a.jpg = "A"\n', "'a' has a field 'jpg'; its fields are alt and caption; in"),
        ("yaml", "only text\n", ": error[gallery-captions]: this is not a table of file names"),
        ("yaml", "- a.jpg\n", "a row does not name its 'file'; name the columns file,alt,caption"),
        ("csv", "name,alt\na.jpg,A\n", "a row does not name its 'file'"),
        ("csv", "file,alt\na.jpg,A\na.jpg,B\n", ":2:1: error[gallery-captions]: 'a.jpg' appears"),
        ("yaml", "a.jpg: [\n", "error[data-syntax]: not YAML"),
        ("yaml", "a: A\na: B\n", ":2:1: error[duplicate-key]: 'a' appears here a second time"),
        ("json", '{"a": "\\u0007"}', "error[control-character]"),
    ],
)
def test_mistakes(kind: str, text: str, expected: str) -> None:
    problems = read(text, kind).problems
    assert len(problems) == 1
    assert expected in str(problems[0])
    assert str(problems[0]).startswith(f"content/p/captions.{kind}")


def test_one_mistake_does_not_hide_the_next() -> None:
    found = read("a.jpg: 1\nb.jpg: B\nc.jpg: 2\n")
    assert len(found.problems) == 2
    assert [each.file for each in found.entries] == ["b.jpg"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("captions.yaml", True), ("captions.CSV", True), ("captions.jpg", False), ("x.yaml", False)],
)
def test_names_of_captions_files(name: str, *, expected: bool) -> None:
    assert is_captions_file(PurePosixPath("content") / name) is expected


def test_markdown_in_a_caption() -> None:
    (entry,) = read("a.jpg: The *left* knee, by [us](https://a.example.org/)\n").entries
    assert (entry.text, entry.alt) == ("The left knee, by us", "The left knee, by us")
    assert entry.html == 'The <em>left</em> knee, by <a href="https://a.example.org/">us</a>'


def test_what_has_no_place_in_a_caption() -> None:
    found = read("a.jpg: A <script>x</script>\nb.jpg: See [us](people.md)\n")
    assert [str(each).partition(": ")[2] for each in found.problems] == [
        "error[gallery-captions]: the caption of 'a.jpg': <script> is not allowed in a page",
        (
            "error[gallery-captions]: the caption of 'b.jpg' links to 'people.md'; write the link "
            "into the text of the page, or a whole address (https://…)"
        ),
    ]
