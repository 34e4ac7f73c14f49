"""The previews that are measured: how each is started, and where a style and a footer lie."""

from __future__ import annotations

import importlib.resources
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from benchmarks.corpus import Study
from benchmarks.peers import Generator

__all__ = ["OURS", "Subject", "subjects"]

OURS = "sitegen"


class Subject(ABC):
    """The preview of one generator; paths are those in its site."""

    name: ClassVar[str]
    stylesheet: ClassVar[str]
    footer: ClassVar[str]  # a template that all pages show
    layout: ClassVar[str]  # the template that gets the two lines below
    link: ClassVar[str] = "/css/lab.css"
    include: ClassVar[str]
    notes: ClassVar[str] = ""
    leaves_out: ClassVar[tuple[str, ...]] = ()  # edits that it has no use for

    def __init__(self, generator: Generator) -> None:
        self.generator = generator

    @abstractmethod
    def command(self, port: int) -> list[str]:
        """Return the command that serves the site of its working folder."""

    def write(self, site: Path, pages: int) -> None:
        """Write the site of the other benchmarks, and in it a stylesheet and a footer."""
        self.generator.write(site, pages)
        for name, text in ((self.stylesheet, ""), (self.footer, self.footer_text("New"))):
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(text, encoding="utf-8")
        self.connect(site)

    def connect(self, site: Path) -> None:
        """Name stylesheet and footer on all pages."""
        layout = site / self.layout
        text = layout.read_text(encoding="utf-8")
        text = text.replace("</head>", f'<link rel="stylesheet" href="{self.link}">\n</head>')
        text = text.replace("</body>", f"{self.include}\n</body>")
        layout.write_text(text, encoding="utf-8")

    def footer_text(self, mark: str) -> str:
        return f"<footer><p>{mark} footer</p></footer>\n"

    def address(self, study: Study) -> str:
        return f"/{study.section}/{study.slug}/"


class _Sitegen(Subject):
    name = "sitegen"
    stylesheet = "assets/css/lab.css"
    footer = "templates/partials/footer.html"
    notes = "`sitegen serve`; the footer is the theme's own with one more line."

    def command(self, port: int) -> list[str]:
        python_module = self.generator.command()[:3]
        return [*python_module, "serve", ".", "--port", str(port)]

    def connect(self, site: Path) -> None:
        config = site / "sitegen.toml"
        settings = '[theme]\nstylesheets = ["css/lab.css"]\n'
        config.write_text(config.read_text(encoding="utf-8") + settings, encoding="utf-8")

    def footer_text(self, mark: str) -> str:
        theme = importlib.resources.files("sitegen") / "theme" / "templates"
        text = (theme / "partials" / "footer.html").read_text(encoding="utf-8")
        return text.replace("</footer>", f"<p>{mark} footer</p>\n</footer>")


class _Hugo(Subject):
    name = "hugo"
    stylesheet = "static/css/lab.css"
    footer = "layouts/_partials/footer.html"
    layout = "layouts/baseof.html"
    include = '{{ partial "footer.html" . }}'
    notes = (
        "`hugo server`: renders in memory, and after an edit only what was looked at lately "
        "(its fast render mode, the default)."
    )

    def command(self, port: int) -> list[str]:
        return [self.generator.command()[0], "server", "--port", str(port)]


class _Eleventy(Subject):
    name = "eleventy"
    stylesheet = "css/lab.css"
    footer = "_includes/footer.njk"
    layout = "_includes/base.njk"
    include = '{% include "footer.njk" %}'
    notes = (
        "`--serve --incremental`; stylesheets are passed through by its server; pages are patched "
        "in place. Its server is told to listen on this machine only."
    )

    def command(self, port: int) -> list[str]:
        return [*self.generator.command(), "--serve", "--incremental", f"--port={port}"]

    def connect(self, site: Path) -> None:
        super().connect(site)
        (site / "loopback.cjs").write_text(_LOOPBACK, encoding="utf-8")
        config = site / "eleventy.config.js"
        text = config.read_text(encoding="utf-8")
        head, brace, rest = text.partition("export default function (config) {\n")
        config.write_text(f"{head}{brace}{_ELEVENTY_SETTINGS}{rest}", encoding="utf-8")


_ELEVENTY_SETTINGS = """\
  config.addPassthroughCopy("css");
  config.setServerPassthroughCopyBehavior("passthrough");
  config.setServerOptions({ module: "./loopback.cjs" });
"""
_LOOPBACK = """\
const Server = require("@11ty/eleventy-dev-server");

module.exports = class extends Server {
  static getServer(...options) {
    return new this(...options);
  }

  _serverListen(port) {
    this.server.listen({ port, host: "127.0.0.1" });
  }
};
"""


class _MkDocs(Subject):
    name = "mkdocs"
    stylesheet = "docs/css/lab.css"
    footer = "theme/footer.html"
    layout = "theme/main.html"
    link = "{{ 'css/lab.css'|url }}"
    include = '{% include "footer.html" %}'
    leaves_out: ClassVar[tuple[str, ...]] = ("template",)  # with --dirty it builds no page for that
    # Its switch for reloading is off with newer versions of click unless it is named.
    options: ClassVar[tuple[str, ...]] = ("--livereload", "--dirty", "--watch-theme")
    notes = (
        "`mkdocs serve --livereload --dirty --watch-theme`: only changed pages are built again, so "
        "other pages may be wrong, and a template edit builds none. It looks for changes every "
        "half second."
    )

    def command(self, port: int) -> list[str]:
        program = self.generator.command()[:3]
        return [*program, "serve", "--dev-addr", f"127.0.0.1:{port}", *self.options]


class _Zensical(_MkDocs):
    name = "zensical"
    options: ClassVar[tuple[str, ...]] = ()
    leaves_out = ()
    notes = "`zensical serve`: it begins to answer while the site is still being built."


_SUBJECTS: tuple[type[Subject], ...] = (_Sitegen, _Hugo, _Eleventy, _MkDocs, _Zensical)


def subjects(generators: list[Generator]) -> list[Subject]:
    """Return the previews of these generators; Pelican has none that reloads the browser."""
    kinds = {kind.name: kind for kind in _SUBJECTS}
    return [kinds[each.name](each) for each in generators if each.name in kinds]
