"""The Jinja environment: where templates come from, what they may call, how their errors read."""

from __future__ import annotations

import re
import traceback
from typing import TYPE_CHECKING, Any

import jinja2

from sitegen.diagnostics import Diagnostic, Location, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.rendering.words import Words

__all__ = ["LookupProblem", "build_environment", "check_templates", "template_diagnostic"]

_THEME = "theme/"


class LookupProblem(Exception):  # noqa: N818  # becomes a diagnostic at the template's line
    """A template asked for something that does not exist."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint


def build_environment(
    theme: Mapping[str, str], own: Mapping[str, str], words: Mapping[str, Words], origin: str
) -> jinja2.Environment:
    """Build the environment; a site's own templates stand before the theme's of the same name."""

    def load(name: str) -> tuple[str, str, None] | None:
        if name in own:
            return own[name], f"templates/{name}", None
        plain = name.removeprefix(_THEME)
        if plain in theme:
            return theme[plain], f"{_THEME}{plain}", None
        return None

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(load),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )

    @jinja2.pass_context
    def date(context: jinja2.runtime.Context, value: Any) -> str:
        spoken = _language_words(context, words)
        precision = "day" if value.precision == "time" else value.precision
        month = spoken[f"dates.months.{value.moment.month - 1}"]
        pattern = spoken[f"dates.{precision}"]
        return pattern.format(day=value.moment.day, month=month, year=value.moment.year)

    def iso_date(value: Any) -> str:
        return str(value.moment.isoformat() if value.precision == "time" else value.written)

    def absolute_url(value: str) -> str:
        return value if re.match(r"[a-z][a-z0-9+.-]*:", value) else origin + value

    @jinja2.pass_context
    def t(context: jinja2.runtime.Context, key: str, **values: object) -> str:
        spoken = _language_words(context, words)
        if key not in spoken:
            raise LookupProblem("template-undefined", f"no word '{key}'", did_you_mean(key, spoken))
        return spoken[key].format(**values)

    environment.filters.update(date=date, iso_date=iso_date, absolute_url=absolute_url)
    environment.globals["t"] = t
    return environment


def _language_words(context: jinja2.runtime.Context, words: Mapping[str, Words]) -> Words:
    page = context.get("page")
    language = page.language if page else context["site"].language
    return words.get(language.split("-")[0].casefold(), words["en"])


def check_templates(
    environment: jinja2.Environment, names: tuple[str, ...]
) -> tuple[Diagnostic, ...]:
    """Parse every template, so that all their mistakes are reported at once."""
    problems = []
    for name in names:
        try:
            environment.get_template(name)
        except jinja2.TemplateError as error:
            problems.append(template_diagnostic(error, name, ""))
        except RecursionError:
            place = Location(path=f"templates/{name}")
            message = "the template is nested too deeply"
            problems.append(Diagnostic(code="template-recursion", message=message, location=place))
    return tuple(problems)


def template_diagnostic(error: Exception, name: str, page: str) -> Diagnostic:
    """Tell what went wrong in a template, where, and for which page."""
    while_rendering = f" (while rendering {page})" if page else ""
    message = " ".join(str(error).split())
    path, line = _place(error, f"templates/{name}")
    hint = getattr(error, "hint", "")
    if isinstance(error, jinja2.TemplateSyntaxError):
        code, message = "template-syntax", error.message or message
        path, line = error.filename or path, error.lineno
    elif isinstance(error, jinja2.TemplatesNotFound):
        code, message = "template-missing", f"there is no template '{error.templates[-1]}'"
    elif isinstance(error, jinja2.TemplateNotFound):
        code, message = "template-missing", f"there is no template '{error.name}'"
    elif isinstance(error, jinja2.UndefinedError):
        code = "template-undefined"
        hint = hint or "docs/templates.md lists what a template may use"
        message = re.sub(r"'?sitegen\.[\w.]*?(\w+?)View(?: object)?'?", r"\1", message)
    elif isinstance(error, RecursionError):
        code, message = "template-recursion", "the template includes itself without end"
        line = 0
    elif isinstance(error, LookupProblem):
        code = error.code
    else:
        code, message = "template-runtime", f"{type(error).__name__}: {message}"
    place = Location(path=path, line=line or 0)
    return Diagnostic(code=code, message=message + while_rendering, location=place, hint=hint)


def _place(error: Exception, fallback: str) -> tuple[str, int]:
    """Find the innermost template line in the traceback, which Jinja rewrites to source lines."""
    found = (fallback, 0)
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith(("templates/", _THEME)):
            found = (frame.filename, frame.lineno or 0)
    return found
