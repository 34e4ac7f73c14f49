"""Every entry of a file is kept or named."""

from __future__ import annotations

import pytest

from sitegen.research.bibtex import read_bibtex


def read(text: str) -> tuple[dict[str, dict[str, str]], list[str]]:
    entries, problems = read_bibtex(text, "p.bib")
    return {each.key: dict(each.fields) for each in entries}, [str(each) for each in problems]


def test_strings_and_months() -> None:
    found, said = read(
        '@string{A = "Acta"}\n@misc{x, title = a # { } # 5, month = feb}\n'
        "@misc{y, title = {B}, month = July}"
    )
    assert found == {"x": {"title": "Acta 5", "month": "2"}, "y": {"title": "B", "month": "7"}}
    assert said == []


def test_fields_are_inherited() -> None:
    found, said = read(
        "@xdata{place, publisher={P}}\n"
        "@inproceedings{part, crossref={whole}, title={Part}, author={A}}\n"
        "@proceedings{whole, xdata={place}, title={Whole}, year=2020, publisher={Q}}\n"
    )
    assert said == []
    assert found["part"]["booktitle"] == "Whole"
    assert found["part"]["publisher"] == "Q"
    assert found["part"]["year"] == "2020"
    assert found["whole"]["publisher"] == "Q"
    assert "place" not in found


def test_circles_end() -> None:
    found, said = read(
        "@misc{a, crossref={b}, title={A}}\n@misc{b, crossref={a}, note={B}, title={B}}\n"
        "@misc{c, crossref={c}, title={C}}\n"
    )
    assert set(found) == {"a", "b", "c"}
    assert found["a"]["note"] == "B"
    assert len([each for each in said if "inherited-entry" in each]) == 3


def test_two_entries_of_one_key_are_kept() -> None:
    text = "@misc{k, title={One}}\n@misc{K, title={ one }}\n@misc{c, crossref={k}, title={C}}\n"
    entries, _ = read_bibtex(text, "p.bib")
    assert [each.key for each in entries] == ["k", "K", "c"]
    assert entries[2].fields["booktitle"] == "One"


def test_an_article_inherits_the_journal() -> None:
    found, _ = read(
        "@article{a, crossref={issue}, title={A}}\n@periodical{issue, title={Acta}, year=2020}\n"
    )
    assert found["a"]["journaltitle"] == "Acta"


def test_the_place_of_a_field() -> None:
    entries, _ = read_bibtex("@misc{k,\n  title={T}, crossref={w}}\n@misc{w, note={N}}\n", "p.bib")
    assert entries[0].place_of("title") == (2, 10)
    assert entries[0].place_of("note") == (3, 16)  # where it is inherited from
    assert entries[0].place_of("author") == (1, 1)
    _, (problem,) = read_bibtex("@misc{k,\n  title={T},\n  crossref={w}}\n", "p.bib")
    assert str(problem).startswith("p.bib:3:13: warning[inherited-entry]")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (
            "@misc{a, title=mai}@string{mia={M}}",
            "1:16: warning[bibtex-string]: there is no string 'mai'",
        ),
        ("@artcle{a, title={T}}", "did you mean 'article'?"),
        ("@article{a, title={T}, author={A}, year=2020}", "'a' has no 'journal' or 'journaltitle'"),
        ("@misc{a, title={T}, title={U}}", "1:21: warning[duplicate-entry]"),
    ],
)
def test_mistakes(text: str, part: str) -> None:
    _, said = read(text)
    assert any(part in each for each in said), said
