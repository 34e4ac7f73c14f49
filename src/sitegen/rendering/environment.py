"""Set up the Jinja environment: template loading, functions, error messages."""

from __future__ import annotations

import hashlib
import re
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import jinja2

from sitegen.config import LIMIT_EXCEEDED, USUAL_LIMITS
from sitegen.content.text import position
from sitegen.diagnostics import Diagnostic, Location, Severity, declare
from sitegen.errors import LimitError
from sitegen.graph.layouts import TEMPLATE_MISSING
from sitegen.late_patterns import compile_late
from sitegen.mathematics.macros import NO_MACROS
from sitegen.rendering.compiled_templates import COMPILED, THEME_FOLDER
from sitegen.rendering.filters import (
    TEMPLATE_UNDEFINED,
    LookupProblem,
    build_filters,
    build_translator,
    to_plain,
)
from sitegen.rendering.markdown_filters import build_markdown_filters
from sitegen.rendering.output_size import limit_size
from sitegen.rendering.template_blocks import TemplateOutline, check_blocks, outline_template
from sitegen.rendering.template_code import TemplateCode, TemplateContext, write_value
from sitegen.rendering.template_places import find_circle, find_column, find_line
from sitegen.rendering.template_references import find_references
from sitegen.rendering.unknown_names import TemplateUndefined, hint_for_name

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, MutableMapping
    from contextlib import AbstractContextManager

    from sitegen.config import Engine
    from sitegen.mathematics.macros import Macros
    from sitegen.rendering.theme_strings import Words

__all__ = [
    "TEMPLATE_TIMEOUT",
    "Environment",
    "build_environment",
    "check_templates",
    "compile_theme",
    "digest_text",
    "template_diagnostic",
]

TEMPLATE_MEMORY = declare("template-memory", Severity.ERROR, needed=True)
TEMPLATE_RECURSION = declare("template-recursion", Severity.ERROR, needed=True)
TEMPLATE_RUNTIME = declare("template-runtime", Severity.ERROR, needed=True)
TEMPLATE_SYNTAX = declare("template-syntax", Severity.ERROR, needed=True)
TEMPLATE_TIMEOUT = declare("template-timeout", Severity.ERROR, needed=True)

#: By what ran out: the code, and the setting of `[limits]`.
_LIMITS = {
    "time": (TEMPLATE_TIMEOUT, "render_seconds"),
    "memory": (TEMPLATE_MEMORY, "memory"),
    "size": (LIMIT_EXCEEDED, "rendered_bytes"),
    "end": (TEMPLATE_MEMORY, "memory"),
}
#: The layouts of nearly all pages, and the partials that these name as `partial_cached`.
_USUAL = (
    *("page.html", "section.html", "home.html", "404.html", "taxonomy.html", "term.html"),
    *("partials/header.html", "partials/footer.html"),
)
_IN_FOLDER = compile_late(r"partials/[^/]+/")
_EXTENDS = compile_late(r"\{%[-+]?\s*extends\s+[\"']([^\"']+)[\"']")
#: Python's types, in an author's words.
_KINDS = {
    r"sitegen\.[\w.]*(?:Card|Entry)List|tuple|list": "the list",
    r"mappingproxy|dict": "the table",
}


class Environment(jinja2.Environment):
    """A Jinja environment that remembers which templates each template refers to.

    That depends only on the template's text, so it is kept for all builds in this process.
    """

    code_generator_class = TemplateCode
    context_class = TemplateContext
    write_value = staticmethod(write_value)
    _referred: ClassVar[dict[str, tuple[str, ...]]] = {}
    _outlines: ClassVar[dict[str, TemplateOutline]] = {}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._loaded: dict[str, jinja2.Template] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the variables of a template beside those that it is rendered with.

        Jinja looks through them in every included template: it takes a tenth of the time of a page
        to do so in the ChainMap that it would make of them.
        """
        return super().make_globals(d) if d else self.globals

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  # Jinja's name
    ) -> jinja2.Template:
        """Return a template. Pages include thirty each, and the texts never change."""
        if globals is not None or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self._loaded.get(name)
        if found is None:
            found = self._loaded[name] = super().get_template(name, parent)
        return found

    def referred(self, text: str) -> tuple[str, ...]:
        """Return the names that a template's text refers to, see `find_references`.

        Raises jinja2.TemplateError.
        """
        digest = digest_text(text)
        if digest not in self._referred:
            self.parse(text)
        return self._referred[digest]

    def outline(self, text: str) -> TemplateOutline:
        """Return what a template extends, and its blocks. Raises jinja2.TemplateError."""
        digest = digest_text(text)
        if digest not in self._outlines:
            self.parse(text)
        return self._outlines[digest]

    def _parse(self, source: str, name: str | None, filename: str | None) -> jinja2.nodes.Template:
        tree = super()._parse(source, name, filename)
        digest = digest_text(source)
        self._referred[digest] = find_references(tree)
        self._outlines[digest] = outline_template(tree)
        return tree


def digest_text(text: str) -> str:
    """Return a digest of a template's text."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def build_environment(
    theme: Mapping[str, str],
    own: Mapping[str, str],
    words: Mapping[str, Words],
    origin: str,
    engine: Engine = "python-markdown",
    macros: Macros | None = NO_MACROS,
    limit: int = USUAL_LIMITS.rendered_bytes,
) -> Environment:
    """Build the environment; a site's own template replaces the theme's of the same name.

    `words` are those of the theme by language, `origin` is where the site is, and `engine` reads
    the Markdown in short texts, in whose formulas `macros` hold. A template may write up to `limit`
    characters.
    """

    def load(name: str) -> tuple[str, str, None] | None:
        if name in own:
            return own[name], f"templates/{name}", None
        plain = name.removeprefix(THEME_FOLDER)
        if plain in theme:
            return theme[plain], f"{THEME_FOLDER}{plain}", None
        return None

    environment = Environment(
        loader=jinja2.FunctionLoader(load),
        autoescape=True,
        undefined=TemplateUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=COMPILED,
    )

    environment.concat = limit_size(limit)  # type: ignore[method-assign]  # Jinja joins with this
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "default": to_plain}
    environment.filters.update(build_filters(words, origin))
    environment.filters.update(build_markdown_filters(engine, macros))
    environment.globals["t"] = build_translator(words)
    return environment


def compile_theme(theme: Mapping[str, str], own: Container[str]) -> Iterator[None]:
    """Compile what most sites need of the theme, a template at each step, for all builds here.

    These are the usual layouts and the partials that they include, except those in folders, which
    are for one kind of page. `own` are the names of templates that the site replaces.
    """
    environment = build_environment(theme, {}, {}, "")
    names = [name for name in _USUAL if name in theme]
    for name in names:  # which grows
        if name in own:
            continue
        try:
            environment.get_template(name)
            found = environment.referred(theme[name])
        except jinja2.TemplateError:  # told when a page needs it
            continue
        names += (n for n in found if n in theme and not _IN_FOLDER.match(n) and n not in names)
        yield


def check_templates(
    environment: Environment,
    own: Mapping[str, str],
    limit: Callable[[str, str], AbstractContextManager[None]] = lambda *_: nullcontext(),
) -> tuple[Diagnostic, ...]:
    """Compile the site's templates; return what cannot be, and what has no effect in them.

    `limit` is as in `Renderer`: Jinja computes constants, which may be huge.
    """
    problems: list[Diagnostic] = []
    for name, text in own.items():
        problems += _extends_itself(name, text)
        try:
            with limit(name, ""):
                environment.get_template(name)
        except (jinja2.TemplateError, LimitError) as error:
            problem = template_diagnostic(error, name, "")
            column = find_column(error, text, problem.location.line)
            place = replace(problem.location, column=column)
            problems.append(replace(problem, location=place))
        except RecursionError:
            place = Location(path=f"templates/{name}", line=1, column=1)
            message = "the template is nested too deeply"
            problems.append(Diagnostic(code=TEMPLATE_RECURSION, message=message, location=place))
    if not problems:
        problems += check_blocks(own, partial(_outline, environment))
    return tuple(problems)


def _extends_itself(name: str, text: str) -> Iterator[Diagnostic]:
    """Report a template that extends its own name: it means the theme's, which it replaces."""
    found = _EXTENDS.search(text)
    if found and found[1] == name:
        line, column = position(text, found.start(1))
        place = Location(path=f"templates/{name}", line=line, column=column)
        message = f"the template extends itself: '{name}' is this file"
        hint = f'write {{% extends "{THEME_FOLDER}{name}" %}} for the theme\'s'
        yield Diagnostic(code=TEMPLATE_RECURSION, message=message, location=place, hint=hint)


def _outline(environment: Environment, name: str) -> TemplateOutline | None:
    """Return the outline of a template, None if there is none of that name."""
    try:
        text, _, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]  # it has one
        return environment.outline(text)
    except (jinja2.TemplateError, RecursionError):
        return None


def template_diagnostic(error: Exception, name: str, page: str) -> Diagnostic:
    """Return the diagnostic for an error in a template, with its place and the page."""
    while_rendering = f" (while rendering {page})" if page else ""
    message = " ".join(str(error).split())
    path, line = find_line(error, f"templates/{name}")
    hint = ""
    if isinstance(error, jinja2.TemplateSyntaxError):
        code, message = TEMPLATE_SYNTAX, error.message or message
        path, line = error.filename or path, error.lineno
    elif isinstance(error, jinja2.TemplatesNotFound):
        code, message = TEMPLATE_MISSING, f"there is no template '{error.templates[-1]}'"
        if page and not line:
            path, line, while_rendering = page, 1, ""
            hint = f"add templates/{error.templates[-1]}"
    elif isinstance(error, jinja2.TemplateNotFound):
        code, message = TEMPLATE_MISSING, f"there is no template '{error.name}'"
    elif isinstance(error, jinja2.UndefinedError):
        code = TEMPLATE_UNDEFINED
        hint = hint_for_name(error)
        message = re.sub(r"'?sitegen\.[\w.]*?(\w+?)View(?: object)?'?", r"\1", message)
        for kind, word in _KINDS.items():
            message = re.sub(rf"'?(?:{kind}) object'?", word, message)
    elif isinstance(error, RecursionError):
        code, message = TEMPLATE_RECURSION, "the template includes itself without end"
        path, line = find_circle(error, path)
    elif isinstance(error, LimitError):
        code, name = _LIMITS[error.kind]
        message = f"rendering this {error}"
        raised = f"raise limits.{name} in sitegen.toml"
        hint = f"look for a loop that has no end, or too many turns, or {raised}"
    elif isinstance(error, LookupProblem):
        code = error.code
    else:
        code, message = TEMPLATE_RUNTIME, f"{type(error).__name__}: {message}"
    place = Location(path=path, line=line or 1, column=1)
    # Whatever its code is elsewhere: without this text, there is no page.
    return Diagnostic(
        code=code,
        message=message + while_rendering,
        location=place,
        hint=hint,
        severity=Severity.ERROR,
    )
