"""What math-core makes of a simple formula is what a page needs, as if it were looked at."""

from __future__ import annotations

import random

import pytest

from sitegen.mathematics import typesetting
from sitegen.mathematics.command_names import COMMAND_NAMES
from sitegen.mathematics.mathml import UnsafeError, check_marks, is_safe
from sitegen.mathematics.simple_formulas import SimpleFormulas
from sitegen.mathematics.typesetting import typeset
from unit.mathematics.test_formulas import GROUPS, read_formulas

#: Where a command may stand; `@` is the command.
CONTEXTS = (
    *("@", "a @ b", "@{a}", "@{a}{b}", "@{a}{b}{c}", "x_@ y", "x^{@}", "@_a^b c", "{@} x"),
    *(
        "@(a)",
        "@[3]{a}",
        "@{}",
        "=@=",
        "-@-",
        "@-1",
        "@1pt",
        "x@-1mu y",
        "x@{2pt}",
        "@{:}",
        "a:@ b",
    ),
    *(r"\frac{@}{@}", r"\mathbf{@}", r"\sqrt{@ a}", r"@\sin x", r"@\limits_a", r"@\nolimits_a"),
    *(r"\left@ a\right@", r"\left.a\middle@ b\right.", r"\hat{@}", r"@\hat{x}", r"@\mathrel x"),
)


class NoFormulas(SimpleFormulas):
    """Knows no simple formula."""

    def look(self, tex: str) -> tuple[bool, bool]:
        return False, super().look(tex)[1]

    def has_simple_pieces(self, tex: str) -> bool:
        del tex
        return False


def is_simple(tex: str) -> bool:
    return typesetting._SIMPLE.look(tex)[0]


def set_both(tex: str, monkeypatch: pytest.MonkeyPatch, *, display: bool) -> tuple[str, str]:
    """Return what becomes of a formula, and what does where none counts as simple."""
    shown = []
    for simple in (typesetting._SIMPLE, NoFormulas(frozenset())):
        monkeypatch.setattr(typesetting, "_SIMPLE", simple)
        typesetting.forget()
        shown.append(typeset(tex, display=display).mathml)
    monkeypatch.undo()
    return shown[0], shown[1]


def test_every_simple_command(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 0
    for name in (*COMMAND_NAMES, *",;:>|{} %!#_"):
        command = f"\\{name} " if name[0].isalpha() else f"\\{name}"
        for context in CONTEXTS:
            tex = context.replace("@", command)
            if not is_simple(tex):
                continue
            first, second = set_both(tex, monkeypatch, display=count % 2 == 0)
            assert first == second, tex
            assert not first or is_safe(first), tex
            count += 1
    assert count > 15_000


@pytest.mark.parametrize("seed", range(3))
def test_random_formulas(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    formulas = [tex for group in GROUPS for tex in read_formulas(group).values()]
    pieces = [piece for tex in formulas if is_simple(tex) for piece in tex.split(" ")]
    randomly, count = random.Random(seed), 0  # noqa: S311  # no secret
    for _ in range(1_000):
        tex = " ".join(randomly.choices(pieces, k=randomly.randint(1, 12)))
        count += is_simple(tex)
        first, second = set_both(tex, monkeypatch, display=True)
        assert first == second, tex
    assert count > 500


@pytest.mark.parametrize(
    "tex",
    [
        r"a & b",
        r"x \mathrel y",
        r'"',
        "é",
        r"a \\ b",
        r"\text{a  b}",
        r"\text{a--b}",
        r"\text{``a''}",
        r"\text{$a$}",
        r"\text{a<b}",
        r"\boxed{x}",
        "x % y",
        "$",
        r"\unknown",
        r"\begin{matrix} a \end{matrix}",
        "{" * 41,
        "(" * 13,
        r"\lbrack " * 13,
        "x" * 601,
    ],
)
def test_what_is_not_simple(tex: str) -> None:
    assert not is_simple(tex)


def test_a_start_is_no_command() -> None:
    assert is_simple("boxed{x} + 1")
    assert not is_simple(r"\boxed{x} + 1")


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.mathematics.simple_formulas._MOST_PIECES", 10)
    for number in range(50):
        assert is_simple(f"x_{number}")
    assert len(typesetting._SIMPLE._weights) <= 10


@pytest.mark.parametrize("mark", ["<script>", "<mrow><script></mrow>", '<mi href="x">', "a & b"])
def test_marks_that_are_not_safe(mark: str) -> None:
    check_marks(["script", "<mrow><mi>x</mi></mrow>", "<mn>1</mn><mi>href</mi>"])
    with pytest.raises(UnsafeError):
        check_marks([mark])
