"""Builds use no network: they do not even import what could."""

from __future__ import annotations

import subprocess
import sys

from support.sites import CONFIG, MakeSite

_BUILD = """
import socket, sys
def refuse(*_):
    raise AssertionError("the network was used")
socket.socket.connect = socket.getaddrinfo = refuse
import sitegen
result = sitegen.build(sys.argv[1], output=sys.argv[2], jobs=1)
assert result.ok, result.diagnostics
found = {name for name in sys.modules if name.startswith(("sitegen.services", "httpx"))}
assert not found, found
assert "sitegen.research.registered_records" in sys.modules  # all codes were looked up
"""


def test_a_build_imports_no_services(make_site: MakeSite) -> None:
    entry = "@misc{a, title = {A}, doi = {10.5555/knee}, url = {https://joints.example.org/}}\n"
    site = make_site(
        {"content/index.md": "# Home\n", "publications.bib": entry, "data/a.bib": entry},
        CONFIG + '[diagnostics.levels]\nretracted-work = "error"\n[sharing]\ncards = false\n',
    )
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, site.root, site.output],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
