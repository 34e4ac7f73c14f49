from __future__ import annotations

from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from sitegen.content.dates import find_date, parse_date
from sitegen.model import Precision

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "precision", "moment"),
    [
        ("2021", Precision.YEAR, "2021-01-01T00:00:00+01:00"),
        ("2021-06", Precision.MONTH, "2021-06-01T00:00:00+02:00"),
        ("2021-12-18", Precision.DAY, "2021-12-18T00:00:00+01:00"),
        ("2021-12-18T11:10:36+08:00", Precision.TIME, "2021-12-18T11:10:36+08:00"),
        ("2021-12-18 11:10:36 +08:00", Precision.TIME, "2021-12-18T11:10:36+08:00"),
        ("2021-12-18T11:10:36Z", Precision.TIME, "2021-12-18T11:10:36+00:00"),
        ("2021-12-18t11:10:36z", Precision.TIME, "2021-12-18T11:10:36+00:00"),
        ("2021-12-18T11:10", Precision.TIME, "2021-12-18T11:10:00+01:00"),
        ("2021-12-18T11:10:36.123456789-0330", Precision.TIME, "2021-12-18T11:10:36-03:30"),
        ("2021-12-18T11:10:36+05", Precision.TIME, "2021-12-18T11:10:36+05:00"),
        (" 2021-12-18 ", Precision.DAY, "2021-12-18T00:00:00+01:00"),
        ("2024-02-29", Precision.DAY, "2024-02-29T00:00:00+01:00"),
    ],
)
def test_dates_keep_their_precision_and_zone(text: str, precision: Precision, moment: str) -> None:
    date = parse_date(text, BERLIN)
    assert date.precision == precision
    assert date.moment.isoformat() == moment
    assert date.written == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2023-02-29",
        "2024-13",
        "2024-13-01",
        "2024-00-10",
        "2024-01-00",
        "0000",
        "2024-01-01T24:00",
        "2024-01-01T12:60",
        "2024-01-01T12:00:60",
        "2024-01-01T12:00+25:00",
        "2024-01-01T12:00+99:99",
        "2024-1-1",
        "24-01-01",
        "01.02.2024",
        "February 2024",
        "12:30:45",
        "45045",
        "",
        "NO",
        "2024-01-01T",
        "2024-01-01T12",
        "2024-W05",
        "٢٠٢٤-01-01",
        "0001-01-01T00:00:00+14:00",
        "9999",
        "2024-01-01\n2024-01-02",
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not") as caught:
        parse_date(text, UTC)
    assert type(caught.value) is ValueError


def test_the_ends_of_time_do_not_overflow() -> None:
    for text in ("0002-01-01T00:00:00+14:00", "9998-12-31T23:59:59-14:00", "0002", "9998-12-31"):
        moment = parse_date(text, timezone(timedelta(hours=14))).moment
        assert moment.astimezone(timezone(timedelta(hours=-14))) == moment


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-03-02", "date 2026-03-02"),
        ("2026-03-02 14:00", "datetime 2026-03-02 14:00:00+01:00"),
        ("2026-07-02T14:00:30", "datetime 2026-07-02 14:00:30+02:00"),
        ("2026-07-02T14:00Z", "datetime 2026-07-02 14:00:00+00:00"),
        ("2026-03", "NoneType None"),
        ("2026", "NoneType None"),
        ("2026-03-02 to 2026-03-04", "NoneType None"),
        ("2026-3-2", "NoneType None"),
        ("14:00", "NoneType None"),
        ("a day in spring", "NoneType None"),
    ],
)
def test_days_and_moments_among_other_texts(text: str, found: str) -> None:
    value = find_date(text, BERLIN)
    assert f"{type(value).__name__} {value}" == found


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "2026-03-02T25:00"])
def test_days_that_never_were(text: str) -> None:
    with pytest.raises(ValueError, match="not a day or a time that exists"):
        find_date(text, BERLIN)
