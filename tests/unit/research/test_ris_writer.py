"""RIS has a line for each fact, and nothing can end a record or a line early."""

from __future__ import annotations

import re

import pytest

from sitegen.model import PartialDate
from sitegen.research.ris_writer import write_ris
from support.works import make_article, make_work


def test_an_article() -> None:
    assert write_ris([make_article()]).split("\r\n") == [
        "TY  - JOUR",
        "ID  - berg2024",
        "AU  - van der Berg, Jean-Paul, Jr.",
        "AU  - The Knee Group",
        "AU  - Ørsted, Émile",
        "TI  - How U-Nets see <the> knee: 50% of $x_1$ & more",
        "PY  - 2024",
        "DA  - 2024/03/05/",
        "T2  - Journal of Knees & Hips",
        "J2  - J. Knees",
        "VL  - 12",
        "IS  - 3",
        "DO  - 10.1000/a_b<c>",
        "SN  - 1234-5679",
        "AB  - We look. Then {we measure",
        "LA  - en",
        "SP  - 117",
        "EP  - 123",
        "UR  - https://doi.org/10.1000/a_b%3Cc%3E",
        "L1  - https://example.org/knees.pdf",
        "KW  - MRI",
        "KW  - knee",
        "ER  - ",
        "",
    ]


def test_records_are_apart() -> None:
    text = write_ris([make_work("thesis"), make_work("dataset")])
    assert re.findall(r"(?m)^TY  - (\w+)\r$", text) == ["THES", "DATA"]
    assert "ER  - \r\n\r\nTY  - DATA" in text


def test_a_line_end_in_a_value_begins_no_record() -> None:
    work = make_work(title="One\r\nER  - \u2028TY  - BOOK", keywords=("a\nER  - ",))
    lines = write_ris([work]).split("\r\n")
    assert lines.count("ER  - ") == 1
    assert "TI  - One ER - TY - BOOK" in lines


@pytest.mark.parametrize(
    ("date", "lines"),
    [
        (PartialDate(year=2024), ["PY  - 2024"]),
        (PartialDate(year=2024, month=3), ["PY  - 2024", "DA  - 2024/03//"]),
        (PartialDate(literal="in press"), ["PY  - in press"]),
    ],
)
def test_a_date(date: PartialDate, lines: list[str]) -> None:
    written = write_ris([make_work(issued=date)]).split("\r\n")
    assert [line for line in written if line.startswith(("PY", "DA"))] == lines
