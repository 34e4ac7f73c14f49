from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from sitegen import registry
from sitegen.diagnostics import Location
from sitegen.registry import Door

DOORS: dict[str, Door[Any]] = {
    name: value for name, value in vars(registry).items() if isinstance(value, Door)
}


class Throwaway:
    """Something that is registered for a while."""


def test_a_name_is_imported_when_the_door_is_opened() -> None:
    door: Door[Any] = Door("sitegen.diagnostics:Location", "json")
    location, module = door.load()
    assert location is Location
    assert module.loads("1") == 1


def test_a_door_names_its_entries_without_importing_them() -> None:
    door: Door[Any] = Door("no.such.module:Thing")
    door.register(Throwaway, Throwaway())
    own = f"{__name__}:Throwaway"
    assert door.names() == ("no.such.module:Thing", own, own)
    with pytest.raises(ModuleNotFoundError):
        door.load()


def test_a_registration_lasts_as_long_as_its_block() -> None:
    door: Door[Any] = Door("sitegen.diagnostics:Location")
    thing = Throwaway()
    with door.registered(thing):
        assert door.load() == (Location, thing)
    assert door.load() == (Location,)


def test_it_ends_even_when_the_block_fails() -> None:
    door: Door[Any] = Door()
    with pytest.raises(RuntimeError), door.registered(Throwaway()):
        raise RuntimeError
    assert door.load() == ()


def test_each_built_in_entry_can_be_imported() -> None:
    for name, door in DOORS.items():
        assert len(door.load()) == len(door.names()), name


def test_the_registry_imports_no_other_part_of_sitegen() -> None:
    code = (
        "import sitegen.registry, sys; print(*(n for n in sys.modules if n.startswith('sitegen')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"sitegen", "sitegen.registry"}
