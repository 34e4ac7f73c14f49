# ruff: noqa: E501  # texts in one line are easier to compare
"""Front matter in TOML and JSON: values, places and mistakes are those of YAML."""

from __future__ import annotations

import pytest

from sitegen.content.front_matter import split_front_matter
from support.parsing import codes_of, parse

SAME = {
    "YAML": "---\ntitle: Ours\ndraft: true\nweight: 3\ntags: [a, b]\ndate: 2026-03-02\n---\nBody\n",
    "YAML named": "---yaml\ntitle: Ours\ndraft: true\nweight: 3\ntags: [a, b]\ndate: 2026-03-02\n---\nBody\n",
    "TOML": '+++\ntitle = "Ours"\ndraft = true\nweight = 3\ntags = ["a", "b"]\ndate = 2026-03-02\n+++\nBody\n',
    "TOML after lines": '\n\n+++ \ntitle = "Ours"\ndraft = true\nweight = 3\ntags = ["a", "b"]\ndate = 2026-03-02\n+++\t\nBody\n',
    "TOML named": '---toml\ntitle = "Ours"\ndraft = true\nweight = 3\ntags = ["a", "b"]\ndate = 2026-03-02\n---\nBody\n',
    "JSON": '{\n"title": "Ours",\n"draft": true,\n"weight": 3,\n"tags": ["a", "b"],\n"date": "2026-03-02"\n}\nBody\n',
    "JSON on a line": '{"title": "Ours", "draft": true, "weight": 3, "tags": ["a", "b"], "date": "2026-03-02"}\nBody\n',
    "JSON named": '--- json\n{"title": "Ours", "draft": true, "weight": 3, "tags": ["a", "b"], "date": "2026-03-02"}\n---\nBody\n',
    "JSON of Hexo": ';;;\n"title": "Ours",\n"draft": true,\n"weight": 3,\n"tags": ["a", "b"],\n"date": "2026-03-02"\n;;;\nBody\n',
    "JSON in semicolons": ';;;\n{"title": "Ours", "draft": true, "weight": 3, "tags": ["a", "b"], "date": "2026-03-02"}\n;;;\nBody\n',
    "carriage returns": '+++\r\ntitle = "Ours"\r\ndraft = true\r\nweight = 3\r\ntags = ["a", "b"]\r\ndate = 2026-03-02\r\n+++\r\nBody\r\n',
    "a byte order mark": '\ufeff{"title": "Ours", "draft": true, "weight": 3, "tags": ["a", "b"], "date": "2026-03-02"}\nBody\n',
}


@pytest.mark.parametrize("name", SAME)
def test_all_formats_mean_the_same(name: str) -> None:
    page = parse(SAME[name])
    assert [str(each) for each in page.diagnostics] == []
    front = page.front
    assert (front.title, front.draft, front.weight) == ("Ours", True, 3)
    assert front.terms == {"tags": ("a", "b")}
    assert front.date is not None
    assert front.date.written == "2026-03-02"
    assert "".join(page.body.parts).strip() == "<p>Body</p>"


def places(text: str) -> dict[str, tuple[int, int]]:
    split = split_front_matter(text, "p")
    assert split.diagnostics == ()
    return {name: (field.line, field.column) for name, field in split.fields.items()}


def test_places_in_toml() -> None:
    text = """+++
# title = "no"
title = '''
a = 1
[b]'''
  "odd name" = [ # ]
    "x = 1",
    { y = "]" },
  ]
a.b = 1
date = 2026-03-02
[menu]
  [menu.main]
  name = "M"
[[resources]]
src = "a"
[[resources]]
src = "b"
[cascade]
draft = true
+++
"""
    assert places(text) == {
        "title": (3, 1),
        "odd name": (6, 3),
        "a": (10, 1),
        "date": (11, 1),
        "menu": (12, 1),
        "resources": (15, 1),
        "cascade": (19, 1),
    }
    fields = split_front_matter(text, "p").fields
    assert fields["menu"].inside["main"].line == 13
    assert fields["menu"].inside["main"].inside["name"].line == 14
    assert [each.inside["src"].line for each in fields["resources"].inside] == [16, 18]
    assert fields["cascade"].inside["draft"].line == 20
    assert fields["odd name"].value == ["x = 1", {"y": "]"}]


def test_places_in_json() -> None:
    text = '{\n  "title": "a \\" : {",\n  "menu": {\n    "main": {"name": "M"}},\n "l": [1, {"x": 2}, {"x": 3}]\n}\nBody\n'
    assert places(text) == {"title": (2, 3), "menu": (3, 3), "l": (5, 2)}
    fields = split_front_matter(text, "p").fields
    assert (fields["menu"].inside["main"].line, fields["menu"].inside["main"].column) == (4, 5)
    assert fields["l"].inside[2].inside["x"].column == 22
    split = split_front_matter(text, "p")
    assert (split.body, split.body_line) == ("Body\n", 7)


def test_places_inside_yaml() -> None:
    fields = split_front_matter("---\na:\n  b: 1\n  c: [x, {d: 2}]\n---\n", "p").fields
    inside = fields["a"].inside
    assert (inside["b"].line, inside["b"].column, inside["b"].raw) == (3, 3, "1")
    assert inside["c"].inside[1].inside["d"].column == 11


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("+++\ntitle = Ours\n+++\n", "p:2:9: error[front-matter-syntax]: not TOML: Invalid value"),
        ("+++\na = 1\na = 2\n+++\n", "p:3:6: error[duplicate-key]: 'a' appears here a second time"),
        ("\n+++\na = [\n+++\n", "p:3:1: error[front-matter-syntax]: not TOML"),
        ("+++\ntitle = 'x'\n", "p:1:1: error[front-matter-unclosed]"),
        ("+++\ntitle = 'x'\n---\nText\n", "p:1:1: error[front-matter-unclosed]"),
        ('+++\na = "\\u0007"\n+++\n', "p:2:6: error[control-character]"),
        ("+++\na = " + "[" * 3000 + "\n+++\n", "p:1:1: error[front-matter-syntax]"),
        ("+++\na = " + "[" * 40 + "]" * 40 + "\n+++\n", "p:2:1: error[front-matter-syntax]"),
        ("+++\na = " + "9" * 5000 + "\n+++\n", "p:2:5: error[front-matter-syntax]"),
        ('{\n"title": "x",\n}\nText', "p:3:1: error[front-matter-syntax]: not JSON"),
        ('{"title": "x"', "p:1:14: error[front-matter-syntax]: not JSON"),
        ('{"a": 1,\n "a": 2}\nText', "p:2:2: error[duplicate-key]"),
        ('{"a": NaN}\nText', "p:1:7: error[front-matter-syntax]"),
        ('{"a": "\\ud800"}\nText', "p:1:8: error[control-character]"),
        ('{"a": ' + "[" * 40 + "]" * 40 + "}", "p:1:38: error[front-matter-syntax]"),
        ('{"a": ' + "[" * 9000 + "]" * 9000 + "}", "p:1:38: error[front-matter-syntax]"),
        ("{title: 'x'}\nText", "p:1:2: error[front-matter-syntax]: not JSON"),
        ("--- json\n[1]\n---\nText", "error[front-matter-format]: the front matter is not"),
        ("---js\n{title: 'x'}\n---\nText", "p:1:1: error[front-matter-format]"),
        ("---javascript\nx\n---\nText", "p:1:1: error[front-matter-format]"),
    ],
)
def test_mistakes_have_their_places(text: str, message: str) -> None:
    (problem,) = split_front_matter(text, "p").diagnostics
    assert message in str(problem)
    assert split_front_matter(text, "p").fields == {}


@pytest.mark.parametrize(
    "text",
    [
        "{: .lead }\nText.\n",
        "{{< figure >}}\n",
        "{% include x %}\n",
        "{note} is a word.\n",
        ";;;\n\nText.\n;;;\n",
        "{x: x > 0} is a set.\n",
        "{}\n",
    ],
)
def test_what_is_no_front_matter(text: str) -> None:
    split = split_front_matter(text, "p")
    assert (split.fields, split.body, split.diagnostics) == ({}, text, ())


def test_an_empty_block_of_each_format() -> None:
    for text in ("+++\n+++\nBody\n", "---toml\n---\nBody\n", "---json\n---\nBody\n"):
        split = split_front_matter(text, "p")
        assert (split.fields, split.body, split.diagnostics) == ({}, "Body\n", ())


def test_values_of_toml_are_those_of_yaml() -> None:
    toml = "+++\na = 1.5\nb = 1.10\nc = 07:30:00\nd = 2026-03-02T14:00:00+01:00\ne = inf\nf = 123456789012345678901\n+++\n"
    fields = split_front_matter(toml, "p").fields
    assert {name: field.value for name, field in fields.items()} == {
        "a": 1.5,
        "b": "1.10",
        "c": "07:30:00",
        "d": "2026-03-02T14:00:00+01:00",
        "e": "inf",
        "f": "123456789012345678901",
    }


def test_a_body_after_broken_front_matter_is_still_read() -> None:
    page = parse("+++\ntitle = x\n+++\n<script>alert(1)</script>\n")
    assert codes_of(page) == ["front-matter-syntax", "unsafe-html"]
    page = parse('{"title": x}\n<script>alert(1)</script>\n')
    assert codes_of(page) == ["front-matter-syntax", "unsafe-html"]


CASCADES = {
    "YAML": "---\ncascade:\n  - _target: {path: /a/**}\n    draft: true\n  - weight: 1\n---\n",
    "TOML": "+++\n[[cascade]]\ndraft = true\n[cascade._target]\npath = '/a/**'\n[[cascade]]\nweight = 1\n+++\n",
    "JSON": '{"cascade": [{"target": {"path": "/a/**"}, "draft": true}, {"weight": 1}]}\n',
}


@pytest.mark.parametrize("name", CASCADES)
def test_cascades_in_all_formats(name: str) -> None:
    page = parse(CASCADES[name], "content/a/index.md")
    assert [str(each) for each in page.diagnostics] == []
    drafts, weights = page.front.cascade
    assert (drafts.path, drafts.names, drafts.fields.draft) == ("/a/**", ("draft",), True)
    assert (weights.path, weights.names, weights.fields.weight) == ("", ("weight",), 1)
    assert "cascade" not in page.front.extra


def test_the_place_of_a_mistake_in_a_cascade() -> None:
    text = "+++\ntitle = 'x'\n\n[cascade]\nweight = 'x'\n  unlisted = true\n+++\n"
    page = parse(text, "content/a/index.md")
    places = {(each.code, each.location.line, each.location.column) for each in page.diagnostics}
    assert places == {("invalid-field", 5, 1), ("unclear-publication", 6, 3)}
