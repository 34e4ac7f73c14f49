"""Which variants of a test `make test` leaves to `make test-limits`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _pytest.mark.structures import ParameterSet

__all__ = ["most_with_limits"]


def most_with_limits(names: Iterable[str], *usual: str) -> list[ParameterSet]:
    """Return values for `parametrize`: of these, only the `usual` ones run in every `make test`."""
    found = list(names)
    assert set(usual) <= set(found), usual
    return [pytest.param(name, marks=() if name in usual else pytest.mark.limits) for name in found]
