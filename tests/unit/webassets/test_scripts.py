"""Files that scripts name keep their names, so that modules, workers and data are found."""

from __future__ import annotations

import pytest

from sitegen.webassets.fingerprinting import build_web_assets
from sitegen.webassets.scripts import find_named

FILES = ["js/a.js", "js/map.js", "js/words/de.js", "js/words/en.js", "data/points.json", "top.mjs"]


@pytest.mark.parametrize(
    ("script", "named"),
    [
        ('import { draw } from "./map.js"', ["js/map.js"]),
        ("import './map.js'", ["js/map.js"]),
        ('export * from "../top.mjs"', ["top.mjs"]),
        ("const m = await import('./map.js')", ["js/map.js"]),
        ("new Worker('map.js')", ["js/map.js"]),
        (
            'fetch(new URL("../data/points.json?v=2", import.meta.url))',
            ["data/points.json"],
        ),
        ("fetch('/assets/data/points.json')", ["data/points.json"]),
        ("import(`./words/${language}.js`)", ["js/words/de.js", "js/words/en.js"]),
        ("import(`./map.js`)", ["js/map.js"]),
        ("import('https://example.org/map.js')", []),
        ("const a = 'a.js'", []),
        ("say('gone.js')", []),
        ("`${name}.js`", []),
        ("'", []),
    ],
)
def test_names(script: str, named: list[str]) -> None:
    assert list(find_named("js/a.js", script, FILES)) == named


def test_what_a_script_names_keeps_its_name() -> None:
    built = build_web_assets(
        {
            "js/a.js": b'import "./map.js"',
            "js/map.js": b'import "../top.mjs"',
            "top.mjs": b"",
            "css/a.css": b"a { b: url(../other.svg) }",
            "other.svg": b"<svg/>",
        }
    )
    paths = {name: str(path) for name, path in built.paths.items()}
    assert paths["js/map.js"] == "assets/js/map.js"
    assert paths["top.mjs"] == "assets/top.mjs"
    assert paths["js/a.js"] != "assets/js/a.js"
    assert paths["other.svg"] != "assets/other.svg"
