"""Check the fields of the front matter, with a diagnostic for each wrong one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sitegen.config import ENGINES, LANGUAGE, Engine
from sitegen.content.dates import parse_date
from sitegen.content.image_attributes import read_focus
from sitegen.content.yaml_reader import INVALID_DATE
from sitegen.diagnostics import Diagnostic, Location, Severity, declare
from sitegen.model import FrontMatter, MenuPlace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from sitegen.content.yaml_reader import Field

__all__ = ["FIELDS", "read_fields"]

INVALID_FIELD = declare("invalid-field", Severity.ERROR, protects=True)  # such as 'draft: ja'
MISSPELLED_DRAFT = declare("misspelled-draft", Severity.ERROR, protects=True)
UNKNOWN_FIELD = declare("unknown-field", Severity.WARNING)

#: A misspelling of one of these would publish a page that was meant to be hidden.
_HIDING = frozenset({"draft", "publish_date", "expires"})

#: What other generators call the same thing.
_ELSEWHERE = {
    "publishdate": "publish_date",
    "expirydate": "expires",
    "expires_on": "expires",
    "expiry": "expires",
    "lastmod": "updated",
    "modified": "updated",
    "last_updated": "updated",
    "author": "authors",
    "tag": "tags",
    "keywords": "tags",
    "lang": "language",
    "image": "featured_image",
    "cover": "featured_image",
    "layout": "template",
    "redirect_from": "aliases",
    "permalink": "slug",
    "abstract": "description",
    "excerpt": "description",
}


def read_fields(
    fields: Mapping[str, Field], path: str, zone: tzinfo
) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    """Convert the known fields, keep the others as `extra`, and report mistakes."""
    reader = _Reader(fields, path, zone)
    values: dict[str, Any] = {}
    for name, convert in FIELDS.items():
        if name in fields and fields[name].value is not None:
            try:
                values[name] = convert(reader, fields[name])
            except ValueError as error:
                code = INVALID_DATE if convert is _Reader.date else INVALID_FIELD
                reader.report(code, name, f"'{name}': {error}")
    extra = {name: f.value for name, f in fields.items() if name not in FIELDS}
    for name in extra:
        reader.check_unknown(name)
    lines = {name: f.line for name, f in fields.items()}
    return FrontMatter(**values, extra=extra, lines=lines), tuple(reader.problems)


@dataclass(slots=True)
class _Reader:
    fields: Mapping[str, Field]
    path: str
    zone: tzinfo
    problems: list[Diagnostic] = field(default_factory=list)

    def text(self, f: Field) -> str:
        if isinstance(f.value, (list, dict)):
            message = "must be text"
            raise ValueError(message)  # noqa: TRY004  # ValueError is how converters report
        return " ".join(f.raw.split())

    def flag(self, f: Field) -> bool:
        words = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
        if f.raw.casefold() not in words:
            message = f"'{f.raw}' must be true or false"
            raise ValueError(message)
        return words[f.raw.casefold()]

    def focus(self, f: Field) -> tuple[float, float]:
        point = f.value
        if isinstance(point, list):
            return read_focus(",".join(str(each) for each in point))
        return read_focus(self.text(f))

    def number(self, f: Field) -> int:
        if type(f.value) is not int:
            message = f"'{f.raw}' must be a whole number"
            raise ValueError(message)
        return f.value

    def texts(self, f: Field) -> tuple[str, ...]:
        if isinstance(f.value, list):
            if any(isinstance(each, (list, dict)) or each is None for each in f.value):
                message = "must be a list of texts"
                raise ValueError(message)
            values = [" ".join(str(each).split()) for each in f.value]
        elif isinstance(f.value, dict):
            message = "must be text or a list of texts"
            raise ValueError(message)  # noqa: TRY004  # ValueError is how converters report
        else:
            values = [self.text(f)]
        if not all(values):
            message = "an entry is empty"
            raise ValueError(message)
        return tuple(dict.fromkeys(values))

    def date(self, f: Field) -> Any:
        return parse_date(self.text(f), self.zone)

    def language(self, f: Field) -> str:
        text = self.text(f)
        if not LANGUAGE.fullmatch(text):
            message = f"'{text}' is not a language code such as 'en' or 'de'"
            raise ValueError(message)
        return text

    def slug(self, f: Field) -> str:
        text = self.text(f)
        if not text.strip(".") or re.search(r"[/\\\s?#%<>\"']", text):
            message = f"'{text}' must be one part of a URL, such as 'knee-cartilage'"
            raise ValueError(message)
        return text

    def template(self, f: Field) -> str:
        text = self.text(f).removesuffix(".html")
        if not re.fullmatch(r"\w[\w-]*(/\w[\w-]*)*", text):
            message = f"'{text}' is not a template's name such as 'talk' or 'news/page'"
            raise ValueError(message)
        return text

    def engine(self, f: Field) -> Engine:
        for engine in ENGINES:
            if f.raw == engine:
                return engine
        message = f"'{f.raw}' is not a Markdown engine: {' or '.join(ENGINES)}"
        raise ValueError(message)

    def aliases(self, f: Field) -> tuple[str, ...]:
        for text in self.texts(f):
            parts = text.split("/")
            outside = not text.startswith("/") or text.startswith("//") or ".." in parts
            if outside or re.search(r"[\\?#<>\"'\s]", text):
                message = f"'{text}' must be an old path of this site such as '/about-us/'"
                raise ValueError(message)
        return self.texts(f)

    def menu(self, f: Field) -> tuple[MenuPlace, ...]:
        if not isinstance(f.value, dict):
            return tuple(MenuPlace(menu=name) for name in self.texts(f))
        places = []
        for menu, settings in f.value.items():
            known = settings if isinstance(settings, dict) else {}
            name, weight = known.get("name", ""), known.get("weight")
            if (settings is not None and not isinstance(settings, dict)) or (
                set(known) - {"name", "weight"}
            ):
                message = f"menu '{menu}' takes 'name' and 'weight'"
                raise ValueError(message)
            if weight is not None and type(weight) is not int:
                message = f"the weight in menu '{menu}' must be a whole number"
                raise ValueError(message)
            places.append(MenuPlace(menu=menu, name=str(name or ""), weight=weight))
        return tuple(places)

    def check_unknown(self, name: str) -> None:
        folded = name.casefold().replace("-", "_")
        near = difflib.get_close_matches(folded, FIELDS, n=1, cutoff=0.8)
        meant = _ELSEWHERE.get(folded) or (near[0] if near else "")
        if meant and meant not in self.fields:
            message = f"'{name}' is not a field that sitegen knows"
            code = MISSPELLED_DRAFT if meant in _HIDING else UNKNOWN_FIELD
            self.report(code, name, message, f"did you mean '{meant}'?")

    def report(self, code: str, name: str, message: str, hint: str = "") -> None:
        f = self.fields[name]
        place = Location(path=self.path, line=f.line, column=f.column)
        problem = Diagnostic(code=code, message=message, location=place, hint=hint)
        self.problems.append(problem)


#: The fields that sitegen knows; docs/content.md describes each.
FIELDS: dict[str, Callable[[_Reader, Field], Any]] = {
    "title": _Reader.text,
    "date": _Reader.date,
    "updated": _Reader.date,
    "draft": _Reader.flag,
    "publish_date": _Reader.date,
    "expires": _Reader.date,
    "language": _Reader.language,
    "description": _Reader.text,
    "featured_image": _Reader.text,
    "featured_image_alt": _Reader.text,
    "featured_image_caption": _Reader.text,
    "featured_image_focus": _Reader.focus,
    "slug": _Reader.slug,
    "aliases": _Reader.aliases,
    "tags": _Reader.texts,
    "authors": _Reader.texts,
    "weight": _Reader.number,
    "template": _Reader.template,
    "toc": _Reader.flag,
    "menu": _Reader.menu,
    "markdown_engine": _Reader.engine,
}
