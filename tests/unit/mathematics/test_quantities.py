r"""Numbers, units and quantities are read as siunitx reads them."""

from __future__ import annotations

import pytest

from sitegen.mathematics.typesetting import typeset
from support.formula_text import formula_text


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\num{12345.67890}", "12\u2009345.678\u200990"),
        (r"\num{1234.5678}", "1234.5678"),
        (r"\num{.3e45}", "0.3 × 10^45"),
        (r"\num{1.654 x 2.34}", "1.654 × 2.34"),
        (r"\num{1.654 +- 0.02}", "1.654 ± 0.02"),
        (r"\num{1.23(4)e-3}", "1.23(4) × 10^(− 3)"),
        (r"\num{3 \times 10^8}", "3 × 10^8"),
        (r"\num{-5}", "− 5"),
        (r"\num{e10}", "10^10"),
        (r"\num{1,5}", "1.5"),
        (r"\num{> 5}", "> 5"),
        (r"\unit{kg.m.s^{-1}}", "kg m s^(− 1)"),
        (r"\unit{\kilogram\metre\per\second}", "kg m s^(− 1)"),
        (r"\unit{m/s}", "m / s"),
        (r"\unit{W/(m^2 K)}", "W / ( m^2 K )"),
        (r"\unit{\square\becquerel}", "Bq^2"),
        (r"\unit{\cubic\lux\tesla\cubed}", "lx^3 T^3"),
        (r"\unit{\henry\tothe{5}}", "H^5"),
        (r"\unit{\per\second\squared}", "s^(− 2)"),
        (r"\unit{\kilogram\of{metal}}", "kg_metal"),
        (r"\unit{\micro\metre}", "µm"),
        (r"\unit{\um}", "µm"),
        (r"\unit{mm3}", "mm^3"),
        (r"\unit{°C}", "°C"),
        (r"\unit{\%}", "%"),
        (r"\si{\kilo\ohm}", "kΩ"),
        (r"\qty{1.23}{J.mol^{-1}.K^{-1}}", "1.23 J mol^(− 1) K^(− 1)"),
        (r"\qty{5.3 +- 0.2}{\second}", "( 5.3 ± 0.2 ) s"),
        (r"\qty{3}{\tesla}", "3 T"),
        (r"\qty{10}{\degreeCelsius}", "10 °C"),
        (r"\qty{95}{\percent}", "95 %"),
        (r"\qty{0.8 x 1.2}{mm}", "0.8 mm × 1.2 mm"),
        (r"\SI{299792458}{m/s}", "299\u2009792\u2009458 m / s"),
        (r"\SI{2}[\$]{\per\kilogram}", "$ 2 kg^(− 1)"),
        (r"\ang{12.3}", "12.3 °"),
        (r"\ang{1;2;3}", "1 ° 2 ′ 3 ″"),
        (r"\ang{;;4}", "4 ″"),
        (r"\numlist{10;20;30}", "10 , 20 , 30"),
        (r"\qtylist{1;2}{\mm}", "1 , 2 mm"),
        (r"\numrange{10}{20}", "10 – 20"),
        (r"\qtyrange{0.5}{1.5}{\milli\gray}", "0.5 – 1.5 mGy"),
        (r"\SIrange{-5}{5}{\degreeCelsius}", "− 5 – 5 °C"),
        (r"\pu{123 kJ/mol}", "123 kJ / mol"),
        (r"\pu{1.2e-3 mol*L-1}", "1.2 × 10^(− 3) mol L^(− 1)"),
        (r"\pu{25 °C}", "25 °C"),
    ],
)
def test_a_quantity(tex: str, expected: str) -> None:
    assert formula_text(tex) == expected


def test_an_angle_follows_its_number_directly_and_a_unit_does_not() -> None:
    assert "<mspace" not in typeset(r"\qty{45}{\degree}", display=False).mathml
    assert "<mspace" in typeset(r"\qty{45}{\percent}", display=False).mathml


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (r"\qty{x}{mm}", "'x' is not a number"),
        (r"\num{}", "'' is not a number"),
        (r"\qty{1}{}", None),
        (r"\unit{\squared}", r"no unit stands before \squared"),
        (r"\unit{m^{x}}", "'x' is not a power of a unit"),
        (r"\unit{?}", "'?' cannot stand in a unit"),
        (r"\unit{\metre\foo}", r"the unit \foo is not known"),
    ],
)
def test_what_is_no_quantity(tex: str, message: str | None) -> None:
    formula = typeset(tex, display=False)
    assert [each.message for each in formula.problems] == ([message] if message else [])
