from __future__ import annotations

import codecs

import pytest

from sitegen.content.text import (
    decode,
    find_invisible,
    find_scrambled,
    position,
    proofread,
    slugify,
)


def test_utf8_with_any_line_ends() -> None:
    for data in (b"a\nb\n", b"a\r\nb\r\n", b"a\rb\r", codecs.BOM_UTF8 + b"a\r\nb\n"):
        assert decode(data, "p") == ("a\nb\n", ())


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xff", "p:1:1"),
        (b"a\nb\xe9c", "p:2:2"),
        ("größe".encode("latin-1"), "p:1:3"),
        ("x".encode("utf-16"), "p:1:1"),
        ("x".encode("utf-32"), "p:1:1"),
        (b"\xed\xa0\x80", "p:1:1"),
        (b"\xc0\xaf", "p:1:1"),
        (b"\xf4\x90\x80\x80", "p:1:1"),
    ],
)
def test_anything_else_is_an_error_with_its_place(data: bytes, place: str) -> None:
    text, (problem,) = decode(data, "p")
    assert text == ""
    assert str(problem).startswith(f"{place}: error[encoding]")
    assert "offset" in problem.message


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\ufdd0", "\ufffe", "\x9b"])
def test_invisible_characters(character: str) -> None:
    text, (problem,) = decode(f"a\nb{character}".encode(), "p")
    assert text == ""
    assert str(problem).startswith("p:2:2: error[control-character]")
    assert f"U+{ord(character):04X}" in str(find_invisible(f"b{character}"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "it\u0092s",
            (
                "the invisible character U+0092 ('’' in Windows-1252) cannot be part of a page; "
                "write '’'"
            ),
        ),
        (
            "\u0093it\u0092s\u0094 it\u0092s\u0085",
            (
                "5 invisible characters cannot be part of a page: U+0093 ('“' in Windows-1252); "
                "U+0092 ('’' in Windows-1252); U+0094 ('”' in Windows-1252); "
                "U+0085 ('…' in Windows-1252); write what is meant"
            ),
        ),
        ("\x00\x00", "2 invisible characters cannot be part of a page: U+0000; delete them"),
        (
            "\u0096\u0081\n",
            (
                "2 invisible characters cannot be part of a page: U+0096 ('–' in Windows-1252); "
                "U+0081; write what is meant, and delete the others"
            ),
        ),
    ],
)
def test_all_invisible_characters_are_told_at_once(text: str, told: str) -> None:
    _, (problem,) = decode(f"---\ntitle: x\n---\n{text}".encode(), "p")
    assert str(problem).split("]: ")[1] == told
    assert problem.location.line == 4


def test_a_byte_of_windows() -> None:
    _, (problem,) = decode(b"it\x92s", "p")
    assert problem.message == "byte 0x92 at offset 2 is not UTF-8 (it is '’' in Windows-1252)"


def test_tabs_and_every_script_are_fine() -> None:
    text = "a\tb – „ü“ 日本 🙂 \u200d \u00a0 \u00ad"
    assert decode(text.encode(), "p") == (text, ())
    assert find_invisible(text) is None


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("The Power of Machine Learning", "the-power-of-machine-learning"),
        ("  Größe & Maß!  ", "grösse-mass"),
        ("日本語 の 見出し", "日本語-の-見出し"),
        ("C++ / C#", "c-c"),
        ("__main__", "main"),
        ("_menu", "menu"),
        ("---", ""),
        ("!?", ""),
        ("a_b c", "a_b-c"),
        ("1. First", "1-first"),
        ("İstanbul", "istanbul"),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_positions() -> None:
    assert [position("ab\ncd", index) for index in (0, 2, 3, 4)] == [(1, 1), (1, 3), (2, 1), (2, 2)]


@pytest.mark.parametrize(
    "text", ["[Your Company Name]", "[insert name]", "[TODO: more]", "Lorem ipsum"]
)
def test_placeholders(text: str) -> None:
    (problem,) = proofread(f"First.\nAt {text}, we", "p", 10)
    assert str(problem).startswith("p:11:4: warning[placeholder]")


@pytest.mark.parametrize(
    "text", ["[your page](a.md)", "[Your lab][1]", "[your]: x", "[YouTube]", "[addition]"]
)
def test_what_is_no_placeholder(text: str) -> None:
    assert list(proofread(text, "p", 1)) == []


@pytest.mark.parametrize(
    ("broken", "meant"),
    [("DÃ¼sseldorf", "ü"), ("cafÃ©", "é"), ("â€“", "–"), ("â€œ", "“"), ("Ã ", "à"), ("Å‚", "ł")],
)
def test_mojibake(broken: str, meant: str) -> None:
    broken = broken.replace("Ã ", "Ã\u00a0")
    (problem,) = find_scrambled(broken, "p", 1)
    assert problem.code == "mojibake"
    assert f"'{meant}'" in problem.message


def test_hebrew_that_was_read_in_another_encoding() -> None:
    broken = "שלום".encode().decode("latin-1")
    assert len(list(find_scrambled(broken, "p", 1))) == 4


@pytest.mark.parametrize(
    "text",
    [
        *("Düsseldorf", "Ã", "São Paulo", "naïve", "Åland", "10 µm ± 2 °C", "Â", "ÀÉÎ"),
        *("2 ×\u00a03", "10×–30×", "5\u00a0×\u00a02\u00a0×\u00a01"),
    ],
)
def test_what_is_no_mojibake(text: str) -> None:
    assert list(find_scrambled(text, "p", 1)) == []
