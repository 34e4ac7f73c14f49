from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from sitegen.storage.theme_files import read_theme


def test_all_parts_are_there() -> None:
    templates = read_theme("templates")
    assert {
        f"{kind}.html" for kind in ("base", "home", "section", "page", "taxonomy", "term", "404")
    } <= set(templates)
    assert {"en.toml", "de.toml"} <= set(read_theme("strings"))
    assert any(name.endswith(".css") for name in read_theme("assets"))


def test_templates_hold_no_inline_code() -> None:
    for name, data in read_theme("templates").items():
        text = data.decode()
        assert not re.search(r"\son\w+=", text), name
        assert not re.search(r"\sstyle=", text), name
        assert "<style" not in text, name
        # Data for programs, which browsers do not run.
        code = text.replace('<script type="application/ld+json">', "")
        assert not re.search(r"<script(?![^>]*\ssrc=)", code), name
        # The drawings of icons are written in that template.
        assert "| safe" not in text or name == "partials/icons/icon.html", name
        assert not re.search(r"https?://", text), name


def test_nothing_is_loaded_from_elsewhere() -> None:
    for name, data in read_theme("assets").items():
        text = data.decode()
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//|@import\s+['\"](?:https?:)?//", text), (
            name
        )
        if name.endswith(".svg"):
            assert ET.fromstring(data).tag.endswith("svg")  # noqa: S314  # our own file
