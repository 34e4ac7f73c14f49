"""The theme's templates are compiled by one process for all later ones, those of a site are not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sitegen.rendering.compiled_templates import CompiledTemplates
from sitegen.rendering.environment import build_environment
from support.sites import MakeSite, SiteFolder, read_tree

BUILD = """
import pathlib, sys
import jinja2, sitegen, sitegen.cli.build_command, sitegen.engine.whole_site, sitegen.engine.stages
sys.pycache_prefix = sys.argv[3]  # from now on: to compile sitegen itself takes seconds
compiled = []
compile_template = jinja2.Environment.compile

def note(self, source, name, filename, **more):
    compiled.append(filename)
    return compile_template(self, source, name, filename, **more)

jinja2.Environment.compile = note
assert sitegen.build(pathlib.Path(sys.argv[1]), output=pathlib.Path(sys.argv[2]), jobs=1).ok
print(*compiled)
"""
OWN = "partials/footer.html"


def compiled_by(site: SiteFolder, kept: Path) -> list[str]:
    """Build a site in a new process; return the templates that it has compiled."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", BUILD, site.root, site.output, kept],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env=environment,
    )
    return done.stdout.split()


def test_a_later_process_compiles_only_what_is_the_sites(
    make_site: MakeSite, tmp_path: Path
) -> None:
    files = {"content/a.md": "# A\n\nText.\n", f"templates/{OWN}": "<footer>Ours</footer>"}
    site = make_site(files)
    first = compiled_by(site, tmp_path / "kept")
    assert "theme/base.html" in first
    assert f"templates/{OWN}" in first
    before = read_tree(site.output)
    site.write({"content/a.md": "# A\n\nOther text.\n"})
    assert compiled_by(site, tmp_path / "kept") == [f"templates/{OWN}"]
    assert read_tree(site.output).keys() == before.keys()
    other = make_site({**files, "content/a.md": "# A\n\nOther text.\n"})
    assert compiled_by(other, tmp_path / "kept") == [f"templates/{OWN}"]
    assert read_tree(other.output) == read_tree(site.output)


def test_only_the_code_of_the_theme_is_packed() -> None:
    kept, later = CompiledTemplates(), CompiledTemplates()
    theme, own = {"a.html": "A {{ page }}"}, {"b.html": "B {{ page }}"}
    environment = build_environment(theme, own, {}, "")
    environment.bytecode_cache = kept
    assert environment.get_template("b.html").render(page=1) == "B 1"
    assert not kept.has_more
    assert environment.get_template("a.html").render(page=1) == "A 1"
    assert kept.has_more
    later.add_packed(kept.pack_theme())
    assert not later.has_more
    assert [code.co_filename for _, code in later._kept.values()] == ["theme/a.html"]
    environment = build_environment(theme, own, {}, "")
    environment.bytecode_cache = later
    environment.get_template("a.html")
    assert not later.has_more
    environment = build_environment({"a.html": "New {{ page }}"}, own, {}, "")
    environment.bytecode_cache = later
    assert environment.get_template("a.html").render(page=1) == "New 1"
    assert later.has_more
