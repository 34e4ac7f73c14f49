"""Temml, which makes MathML of TeX, too, shows the same characters in the same formulas."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from sitegen.mathematics.typesetting import typeset
from support.tools import find_npm_package, not_found

HERE = Path(__file__).parent / "unit" / "mathematics" / "formulas"
SCRIPT = """
const temml = require(process.argv[1]);
const set = (tex) => {
  try { return temml.renderToString(tex, { displayMode: true, throwOnError: true }) }
  catch { return "" }
};
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(formulas.map(set)));
"""
#: Characters that stand for the same. Bars are left out: Temml draws some of them as borders.
SAME = dict(
    pair.split(":")
    for pair in (
        "\u0302:^ ˆ:^ \u0303:~ ˜:~ \u0304: \u0305: ‾: ¯: _: \u20d6:← \u20d7:→ \u20e1:↔ ⟶:→ ∣:|"
    ).split()
)


def characters(mathml: str) -> Counter[str]:
    """Count the visible characters of MathML."""
    shown = re.sub(r"<annotation.*?</annotation>|<mphantom>.*?</mphantom>", "", mathml)
    text = html.unescape(re.sub(r"<[^>]*>", "\n", shown))
    text = "".join(SAME.get(each, each) for each in text)
    text = unicodedata.normalize("NFKC", text)
    text = "".join(SAME.get(each, each) for each in text)
    return Counter(re.sub(r"[\s\u2061-\u2064\ufe00-\ufe0f\u200b]", "", text))


@pytest.mark.skipif(os.environ.get("SITEGEN_LONG_TESTS") != "1", reason="long")
def test_the_same_characters() -> None:
    lines = [
        line.partition(": ")[2]
        for name in ("hard", "everyday")
        for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    node = shutil.which("node") or not_found("node (Debian: apt install nodejs)")
    folder = find_npm_package("temml")
    done = subprocess.run(
        [node, "-e", SCRIPT, str(folder / "dist" / "temml.cjs")],
        input=json.dumps(lines),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    compared = 0
    for tex, theirs in zip(lines, json.loads(done.stdout), strict=True):
        # It does not know the units of siunitx, and shows `\cancelto` without what is cancelled.
        if not theirs or "\\cancelto" in tex:
            continue
        compared += 1
        assert characters(typeset(tex, display=True).mathml) == characters(theirs), tex
    assert compared > 90
