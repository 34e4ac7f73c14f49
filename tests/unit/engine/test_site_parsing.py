"""Little is imported before workers parse, and what they leave for later is prepared meanwhile."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import jinja2

from sitegen.engine.later_stages import prepare_later_stages
from sitegen.rendering import environment
from sitegen.rendering.compiled_templates import CompiledTemplates
from sitegen.storage.theme_files import read_theme

if TYPE_CHECKING:
    import pytest

    from support.sites import MakeSite


def test_parsing_imports_nothing_of_later_stages() -> None:
    late = ("jinja2", "PIL", "sitegen.rendering.renderer", "sitegen.graph.assembly")
    script = (
        "import sys\n"
        "import sitegen.engine.session, sitegen.engine.site_parsing\n"
        f"print(*(name for name in {late} if name in sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == []


def test_the_usual_templates_are_compiled_once(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "COMPILED", CompiledTemplates())
    compiled: list[str | None] = []
    compile_template = jinja2.Environment.compile

    def note(
        self: jinja2.Environment, source: str, name: str, filename: str, **more: bool
    ) -> object:
        compiled.append(filename)
        return compile_template(self, source, name, filename, **more)

    monkeypatch.setattr(jinja2.Environment, "compile", note)
    own = "{{ page.title }}"
    page = "---\ntags: [a]\n---\n# A\n\n## B\n\n## C\n"
    site = make_site(
        {f"content/a/{n}.md": page for n in range(12)} | {"templates/partials/title.html": own}
    )
    theme = {name: data.decode() for name, data in read_theme("templates").items()}
    assert [*prepare_later_stages(theme, {"partials/title.html": own})]
    assert "theme/base.html" in compiled
    assert "theme/partials/title.html" not in compiled
    before = len(compiled)
    site.build_well()
    assert compiled[before:] == ["templates/partials/title.html"]
