"""The public surface, and nothing else."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

import sitegen
from sitegen.errors import ConfigError, MachineError, OutputRefusedError, SitegenError, UsageError


def test_names() -> None:
    assert sorted(sitegen.__all__) == [
        "BuildResult",
        "Config",
        "Site",
        "SitegenError",
        "__version__",
        "build",
    ]
    for name in sitegen.__all__:
        assert getattr(sitegen, name) is not None


def test_no_other_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = sitegen.nothing


def test_the_signature_of_build() -> None:
    parameters = inspect.signature(sitegen.build).parameters
    assert list(parameters) == [
        "site",
        "output",
        "base_url",
        "jobs",
        "drafts",
        "future",
        "expired",
        "clean",
        "explain",
    ]
    assert all(
        each.kind is inspect.Parameter.KEYWORD_ONLY
        for name, each in parameters.items()
        if name != "site"
    )


def test_the_result() -> None:
    names = list(sitegen.BuildResult.__struct_fields__)
    assert names == [
        "pages",
        "files",
        "written",
        "unchanged",
        "removed",
        "changed",
        "images",
        "left_out",
        "rendered",
        "parsed",
        "derived",
        "seconds",
        "stages",
        "reasons",
        "timings",
        "diagnostics",
        "turned_off",
        "known",
        "is_written",
        "broken",
    ]
    assert sitegen.BuildResult().ok


def test_exceptions_and_their_exit_codes() -> None:
    assert issubclass(UsageError, SitegenError)
    assert issubclass(ConfigError, UsageError)
    assert issubclass(OutputRefusedError, UsageError)
    assert issubclass(MachineError, SitegenError)
    assert (UsageError("x").exit_code, MachineError("x").exit_code) == (2, 3)


def test_the_package_is_typed() -> None:
    assert (Path(sitegen.__file__).parent / "py.typed").is_file()
