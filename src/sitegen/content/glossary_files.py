"""Parse the glossary of the site, `data/glossary.yaml`, or the same in TOML or JSON.

It is a list of entries, or a table of entries by their terms:

    - term: Cadence
      definition: The number of *steps* in a minute.
      aliases: [step rate]
      abbreviation: SPM

A term and a definition are texts, or tables of texts by language. Definitions are read here, where
the time that a file may take is limited, and kept with the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.config import Config, Engine, MathConfig, exceeds
from sitegen.content.data_codec import unpack_data
from sitegen.content.data_files import parse_data
from sitegen.content.math_options import macros_for
from sitegen.content.short_texts import read_short_text
from sitegen.content.source_kind import ParsedValue, ValueKind
from sitegen.content.text import slugify
from sitegen.diagnostics import (
    Diagnostic,
    Location,
    Problem,
    ProblemError,
    Severity,
    declare,
    did_you_mean,
)
from sitegen.model import TERM_PREFIX
from sitegen.model.codec import encode_json, encode_sorted, json_decoder
from sitegen.model.stored import Stored

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from sitegen.model import SourceFile

__all__ = ["ANY_LANGUAGE", "GLOSSARY_FILES", "Definition", "GlossaryEntry", "GlossaryFile"]

GLOSSARY = declare("glossary", Severity.ERROR)

#: The language of a text that is given for none.
ANY_LANGUAGE = ""
_STEM = "glossary"
_SUFFIXES = frozenset({".yaml", ".yml", ".toml", ".json"})
#: Fields by what they may be called.
_FIELDS = {
    **dict.fromkeys(("term", "name", "title"), "term"),
    **dict.fromkeys(("definition", "description", "text"), "definition"),
    **dict.fromkeys(("aliases", "alias", "synonyms"), "aliases"),
    **dict.fromkeys(("abbreviation", "abbr", "acronym"), "abbreviation"),
}
_EXAMPLE = "write a line such as 'Cadence: The number of steps in a minute.' for each term"


class Definition(Stored, frozen=True):
    """A definition as HTML, cut where addresses of links belong, and as plain text.

    `links` are these addresses, as they are written.
    """

    parts: tuple[str, ...]
    plain: str
    links: tuple[str, ...] = ()


class GlossaryEntry(Stored, frozen=True):
    """A term with its definition, both by language, and what else it is called.

    `id` is that of its place in a list, `names` are the ids of all its names.
    """

    id: str
    names: tuple[str, ...]
    term: Mapping[str, str]
    definition: Mapping[str, Definition]
    abbreviation: str = ""
    line: int = 1
    column: int = 1


class GlossaryFile(Stored, frozen=True):
    """The entries of a file, in its order."""

    path: str
    entries: tuple[GlossaryEntry, ...] = ()


class _Options(Stored, frozen=True):
    """What definitions depend on beside the file; `html` is how long they may be."""

    engine: Engine
    math: MathConfig
    html: int


_GLOSSARY = json_decoder(GlossaryFile)
_OPTIONS = json_decoder(_Options)


class _Reader:
    """Reads entry by entry, so that one mistake does not hide the next."""

    def __init__(self, path: str, text: str, options: _Options) -> None:
        self.problems: list[Diagnostic] = []
        self._path = path
        self._engine = options.engine
        self._macros = macros_for(options.math)
        self._most_html = self._html_left = options.html
        self._lines = text.splitlines()
        self._place = (1, 0)
        self._entries = 0
        self._known: dict[str, tuple[int, str]] = {}

    def read(self, value: Any) -> Iterator[GlossaryEntry]:
        if isinstance(value, Mapping) and len(value) == 1:
            (only,) = value.values()
            value = only if isinstance(only, tuple) else value  # as TOML writes lists of tables
        if isinstance(value, Mapping):
            for name, said in value.items():
                fields = {"definition": said} if isinstance(said, str) else said
                if not isinstance(fields, Mapping):
                    self._find(name)
                    self._refuse(f"'{name}' has no definition", _EXAMPLE)
                    continue
                other = fields.get("term", name)
                if isinstance(other, str) and other != name:
                    self._find(name)
                    self._refuse(f"'{name}' has another term", "write other names as aliases")
                yield from self._entry({"term": name, **fields})
        elif isinstance(value, tuple):
            for row in value:
                if not isinstance(row, Mapping):
                    self._refuse("an entry is no table", "write 'term' and 'definition' for each")
                    continue
                yield from self._entry(row)
        elif value is not None:
            self._refuse("this is no list of terms and definitions", _EXAMPLE)

    def _entry(self, row: Mapping[str, Any]) -> Iterator[GlossaryEntry]:
        fields: dict[str, Any] = {}
        for key in row:
            fields.setdefault(_FIELDS.get(key, key), row[key])
        term = self._texts(fields.get("term"))
        shown = next(iter(term.values()), "")
        self._find(shown)
        self._check_fields(row, fields, shown)
        if not shown:
            self._refuse("an entry has no term", "write 'term: …'")
            return
        definition = self._texts(fields.get("definition"))
        if not definition:
            self._refuse(f"'{shown}' has no definition", "write 'definition: …'")
            return
        abbreviation = fields.get("abbreviation", "")
        if not isinstance(abbreviation, str):
            self._refuse(f"the abbreviation of '{shown}' is not text", "put quotes around it")
            abbreviation = ""
        aliases = self._aliases(fields.get("aliases", ()), shown)
        names = self._names((*term.values(), *aliases, abbreviation), shown)
        if names:
            line, column = self._place
            own = TERM_PREFIX + slugify(shown)
            read = self._definitions(definition)
            yield GlossaryEntry(own, names, term, read, abbreviation, line, column or 1)

    def _definitions(self, texts: Mapping[str, str]) -> dict[str, Definition]:
        """Read a definition in each of its languages; what has no place in it is told once."""
        found: dict[str, Definition] = {}
        problems: dict[Problem, None] = {}
        for language, text in texts.items():
            read = read_short_text(text, self._engine, self._macros)
            problems |= dict.fromkeys(read.problems)
            self._html_left -= sum(map(len, read.parts))
            if self._html_left < 0:
                message = "here, the HTML of the glossary becomes longer than "
                message += f"limits.rendered_bytes = {self._most_html:,} characters"
                excess = exceeds("rendered_bytes", message, "write less here, or shorter macros")
                raise ProblemError(excess.code, excess.message, excess.hint)
            found[language] = Definition(read.parts, read.plain, read.links)
        self.problems += (each.at(self.location) for each in problems)
        return found

    def _check_fields(self, row: Mapping[str, Any], fields: Mapping[str, Any], shown: str) -> None:
        """Refuse what nobody would see: fields without a meaning, second ones, what is no text."""
        known: set[str] = set()
        for key in row:
            field = _FIELDS.get(key)
            if field is None:
                names = "there are term, definition, aliases, abbreviation"
                message = f"'{shown}' has a field '{key}'"
                if not shown:
                    self._find(key)
                    message = f"an entry has a field '{key}'"
                self._refuse(message, did_you_mean(key, _FIELDS, names))
            elif field in known:
                self._refuse(
                    f"'{shown}' has its {field} once more, as '{key}'", "leave one of them"
                )
            known.add(field or "")
        for field in ("term", "definition"):
            texts = fields.get(field)
            for language, text in texts.items() if isinstance(texts, Mapping) else ():
                if not isinstance(text, str):
                    message = f"the {field} of '{shown}' in '{language}' is not text"
                    self._refuse(message, "put quotes around it")

    def _texts(self, value: Any) -> dict[str, str]:
        """Return a text, or texts by language."""
        given = value if isinstance(value, Mapping) else {ANY_LANGUAGE: value}
        return {
            str(language).casefold(): text.strip()
            for language, text in given.items()
            if isinstance(text, str) and text.strip()
        }

    def _aliases(self, value: Any, term: str) -> tuple[str, ...]:
        names = (value,) if isinstance(value, str) else value
        if isinstance(names, tuple) and all(isinstance(each, str) for each in names):
            return names
        self._refuse(f"the aliases of '{term}' are no texts", "write 'aliases: [step rate]'")
        return ()

    def _names(self, texts: tuple[str, ...], term: str) -> tuple[str, ...]:
        """Return the ids of all names of a term; none if another entry has the term itself."""
        self._entries += 1
        names: list[str] = []
        for number, text in enumerate(texts):
            name = TERM_PREFIX + slugify(text)
            if name == TERM_PREFIX:
                if text.strip():
                    hint = "no word of a page can lead to it: write one that has some"
                    self._refuse(f"the name '{text}' has no letters or digits", hint)
                if not number:
                    return ()
                continue
            entry, other = self._known.setdefault(name, (self._entries, term))
            if entry != self._entries:
                message = f"'{text}' is explained a second time"
                self._refuse(message, f"leave it in one entry only; that of '{other}' has it, too")
                if not number:
                    return ()
            elif name not in names:
                names.append(name)
        return tuple(names)

    def _find(self, term: str) -> None:
        """Note the place of a term: the first one behind that of the term before it."""
        line, column = self._place
        for number in range(line, len(self._lines) + 1):
            found = self._lines[number - 1].find(term, column if number == line else 0)
            if found >= 0 and term:
                self._place = (number, found + 1)
                return

    @property
    def location(self) -> Location:
        """The place of the entry that is read."""
        line, column = self._place
        return Location(path=self._path, line=line, column=column or 1)

    def _refuse(self, message: str, hint: str) -> None:
        self.problems.append(Problem(GLOSSARY, message, hint).at(self.location))


class GlossaryFiles(ValueKind):
    """The file `data/glossary.yaml`, which templates see as data, too."""

    name = "glossary"
    only_assembled = True

    def matches(self, path: PurePosixPath) -> bool:
        """Tell the file by its name."""
        is_named = str(path.parent) == "data" and path.stem == _STEM
        return is_named and path.suffix.casefold() in _SUFFIXES

    def options(self, config: Config) -> str:
        """Return what definitions are read with."""
        math = msgspec.structs.replace(config.math, font="")
        options = _Options(config.markdown.engine, math, config.limits.rendered_bytes)
        return encode_sorted(options).decode()

    def parse(self, source: SourceFile, options: str) -> ParsedValue:
        """Return a packed `GlossaryFile`; mistakes of syntax are told where the data are read."""
        path = str(source.path)
        packed = parse_data(source, UTC)
        if isinstance(packed, Diagnostic):
            return ParsedValue(value=encode_json(GlossaryFile(path)))
        reader = _Reader(
            path, source.data.decode("utf-8", "replace"), _OPTIONS.decode(options.encode())
        )
        entries: list[GlossaryEntry] = []
        try:
            entries.extend(reader.read(unpack_data(packed)))
        except ProblemError as error:  # a limit, after which nothing more is read
            reader.problems.append(error.problem.at(reader.location))
        value = GlossaryFile(path, tuple(entries))
        return ParsedValue(value=encode_json(value), problems=tuple(reader.problems))

    def unpack(self, data: bytes) -> GlossaryFile:
        """Return the entries."""
        return _GLOSSARY.decode(data)


GLOSSARY_FILES = GlossaryFiles()
