"""Gantt charts have labels that can be read."""

from __future__ import annotations

import re

import pytest

from sitegen.diagrams.gantt_charts import gantt_settings, is_gantt, separate_dates

CHART = """\
---
title: A plan
---
gantt
  dateFormat YYYY-MM-DD
  section Recruitment of patients
  Scans: a, 2024-01-01, 120d
"""


def test_which_are_gantt_charts() -> None:
    assert is_gantt(CHART)
    assert not is_gantt("graph LR\n  a[gantt] --> b\n")


def test_long_names_of_sections_have_room() -> None:
    assert gantt_settings(CHART)["leftPadding"] > 190
    assert gantt_settings("gantt\n  section A\n")["leftPadding"] == 75
    assert gantt_settings(f"gantt\n  section {'long ' * 99}\n")["leftPadding"] == 240


def test_dates_stand_beside_each_other() -> None:
    tick = (
        '<g class="tick" opacity="1" transform="translate({},0)"><line y2="-9"/>'
        '<text y="3" font-size="10">2024-01-07</text></g>'
    )
    svg = separate_dates("".join(map(tick.format, (27.5, 60, 90.5, 130, 300))))
    assert svg.count("<line") == 5
    assert re.findall(r"translate\((\d+)[^<]*<line[^<]*<text", svg) == ["27", "130", "300"]
    assert set(re.findall(r'font-size="(\d+)"', svg)) == {"12"}


def test_a_chart_as_it_is_drawn() -> None:
    pytest.importorskip("merman")
    from sitegen.diagrams.diagram_colors import LIGHT
    from sitegen.diagrams.mermaid_drawing import draw_mermaid

    svg = draw_mermaid(CHART, LIGHT)
    assert 'viewBox="0 0 704 ' in svg
    assert 'font-size="11"' not in svg
    assert '<text fill="#000" y="3" dy="1em" stroke="none" font-size="12"' in svg
