"""No line breaks between a formula and the punctuation beside it."""

from __future__ import annotations

import time

import pytest

from sitegen.content.formula_breaks import keep_punctuation

X = "<math><mi>x</mi></math>"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"<p>a {X} b</p>", f"<p>a {X} b</p>"),
        (f"<p>a ({X}), b</p>", f'<p>a <span class="formula">({X}),</span> b</p>'),
        (f"<p>“{X}”</p>", f'<p><span class="formula">“{X}”</span></p>'),
        (f"({X},{X})", f'<span class="formula">({X},</span><span class="formula">{X})</span>'),
        (f"{X}({X}", f'{X}<span class="formula">({X}</span>'),
        (f"<em>{X}</em>.", f"<em>{X}</em>."),
        (f"{X}-like", f"{X}-like"),
        ('(<math display="block"></math>)', '(<math display="block"></math>)'),
        (
            '(<math aria-label="x"></math>)',
            '<span class="formula">(<math aria-label="x"></math>)</span>',
        ),
        ("no formula (here).", "no formula (here)."),
        ("(<math>", "(<math>"),
        (f"(<math><mtext>{X}</mtext></math>)", f"(<math><mtext>{X}</mtext></math>)"),
    ],
)
def test_punctuation_beside_a_formula(written: str, kept: str) -> None:
    assert keep_punctuation(written) == kept


@pytest.mark.parametrize("piece", ["(", f"({X}", f"{X}.", "<math>", "<math", f"{X})"])
def test_linear_time(piece: str) -> None:
    began = time.process_time()
    keep_punctuation(piece * 20_000 + X)
    assert time.process_time() - began < 2
