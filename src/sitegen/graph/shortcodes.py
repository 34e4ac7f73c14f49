"""Check the arguments of shortcodes, and find out what they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.image_reading import IMAGE_ALT
from sitegen.content.list_options import LIST_OPTIONS, ListOptions
from sitegen.content.media_titles import untitled
from sitegen.diagnostics import Problem, Severity, declare, did_you_mean
from sitegen.graph.link_resolver import OWN_ADDRESS
from sitegen.graph.shortcode_names import (
    ALIASES,
    ARGUMENTS,
    explain_argument,
    explain_label,
    explain_name,
    explain_switch,
    is_always_so,
)
from sitegen.graph.shortcode_values import VALUE_READERS, WrongValueError
from sitegen.model.references import (
    CollectionReference,
    Listing,
    ShortcodeCall,
    ShortcodeReference,
    Word,
)

if TYPE_CHECKING:
    from sitegen.graph.shortcode_values import ArgumentContext
    from sitegen.model.shortcode import DeclaredArgument, Shortcode, Shortcodes

__all__ = ["SHORTCODE_ARGUMENT", "UNKNOWN_SHORTCODE", "resolve_shortcode"]

SHORTCODE_ARGUMENT = declare("shortcode-argument", Severity.ERROR)
UNKNOWN_SHORTCODE = declare("unknown-shortcode", Severity.ERROR)

_LAST = frozenset({"gallery", "embed"})
_TEXTS = frozenset({"text", "markdown"})
#: Shortcodes that need a title, beside those that show a frame, and what they show.
_TITLED = {"video": "the film", "audio": "the recording"}


def resolve_shortcode(
    wanted: ShortcodeReference, shortcodes: Shortcodes, context: ArgumentContext
) -> ShortcodeCall | None:
    """Return a shortcode with its arguments as what they stand for; None if something is wrong.

    All that is wrong is reported to `context`, at the words that are to blame.
    """
    name, declared = _find(wanted, shortcodes)
    if declared is None:
        context.report_at(wanted, wanted.name, explain_name(wanted, shortcodes, UNKNOWN_SHORTCODE))
        return None
    return _Call(wanted, name, declared, context).resolve()


def _find(wanted: ShortcodeReference, shortcodes: Shortcodes) -> tuple[str, Shortcode | None]:
    name = wanted.target
    arguments = reversed(wanted.arguments)
    texts = {each.key.text if each.key else "": each.value.text for each in arguments}
    first = texts.get("") or texts.get("src", "")
    other = ALIASES.get(name) if name not in shortcodes or name == "video" else None
    meant = other(first) if callable(other) else other
    name = meant or name
    return name, shortcodes.get(name)


class _Call(msgspec.Struct):
    """One shortcode while its arguments are read."""

    wanted: ShortcodeReference
    name: str
    declared: Shortcode
    context: ArgumentContext
    is_wrong: bool = False
    listing: Listing | None = None
    found: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)
    in_page: dict[str, int] = msgspec.field(default_factory=dict)

    def resolve(self) -> ShortcodeCall | None:
        self._check_place()
        given = self._given()
        self.listing = self._list(given) if self.declared.lists else None
        # What is shown of a folder or an address may depend on the other arguments.
        for argument in sorted(self.declared.arguments, key=lambda each: each.kind in _LAST):
            if self.declared.lists and argument.name in LIST_OPTIONS:
                continue
            self._read(argument, given.get(argument.name))
        self._check_images()
        self._check_title()
        if self.is_wrong:
            return None
        fields = {name: tuple(values.items()) for name, values in self.found.items()}
        return ShortcodeCall(
            name=self.name,
            number=self.wanted.number,
            has_content=self.wanted.has_content,
            is_block=not self.declared.inline,
            is_paragraph=self.declared.inline and self.wanted.place == "block",
            last_text=self.wanted.last_text,
            listing=self.listing,
            **fields,
        )

    def _check_place(self) -> None:
        wanted, name = self.wanted, self.wanted.target
        if not wanted.has_content and self.declared.content == "required":
            message = f"'{name}' needs a text"
            self._refuse(wanted.name, message, f"write it, and '{{{{< /{name} >}}}}' after it")
        elif wanted.has_content and self.declared.content == "none":
            message = f"'{name}' takes no text"
            self._refuse(wanted.name, message, f"remove '{{{{< /{name} >}}}}', and what is before")
        elif not self.declared.inline and wanted.place == "line":
            message = f"'{name}' stands in a line of text, but is a block"
            self._refuse(wanted.name, message, "write it on a line of its own, between empty lines")

    def _check_images(self) -> None:
        """Report an image that has a text for those who cannot see it, but was given none."""
        values = {**self.found.get("values", {}), **self.in_page}
        if "alt" not in values or not self.found.get("images"):
            return
        if not any(values.get(name, "") != "" for name in ("alt", "caption", "title")):
            message = "the image has no text for those who cannot see it"
            problem = Problem(IMAGE_ALT, message, 'write alt="what it shows"')
            self.context.report_at(self.wanted, self.wanted.name, problem)

    def _check_title(self) -> None:
        """Report a film, a recording or a frame without a title; a caption may be it, too."""
        arguments = {each.name: each.kind for each in self.declared.arguments}
        what = _TITLED.get(self.name, "the frame" if "embed" in arguments.values() else "")
        if not what or "title" not in arguments or self.is_wrong:
            return
        values = {**self.found.get("values", {}), **self.in_page}
        if not any(values.get(name, "") != "" for name in ("title", "caption")):
            self.context.report_at(self.wanted, self.wanted.name, untitled(what))

    def _given(self) -> dict[str, Word]:
        """Return what was written for each argument."""
        declared = self.declared.arguments
        names = [each.name for each in declared]
        known = self.name if _is_of_theme(self.declared) else ""
        given: dict[str, Word] = {}
        position = 0
        for number, argument in enumerate(self.wanted.arguments):
            if argument.key:
                name, place = argument.key.text, argument.key
                if name not in names:
                    name = ARGUMENTS.get((self.wanted.target, name), name)
                if name not in names:
                    if is_always_so(known, name, argument.value.text):
                        continue
                    hint = explain_argument(known, name)
                    hint = hint or explain_label(known, name, argument.value.text)
                    hint = hint or did_you_mean(name, names, _takes(self.declared))
                    message = f"'{self.wanted.target}' has no argument '{name}'"
                    self._refuse(place, message, hint)
                    continue
            elif position >= len(declared):
                message = f"'{argument.value.text[:40]}' is one value too many"
                self._refuse(argument.value, message, _takes(self.declared))
                continue
            else:
                name, place = names[position], argument.value
                position += 1
                hint = explain_switch(known, place.text) if position > 1 else ""
                if hint:
                    self._refuse(place, f"'{place.text}' would be the {name}", hint)
                    continue
            if name in given:
                self._refuse(place, f"'{name}' is given twice", "keep one of them")
            else:
                given[name] = argument.value
                if argument.in_page:
                    self.in_page[name] = number
        return given

    def _read(self, argument: DeclaredArgument, word: Word | None) -> None:
        if word is None and argument.is_required:
            message = f"'{self.wanted.target}' needs '{argument.name}'"
            self._refuse(self.wanted.name, message, f'write {argument.name}="…"')
            return
        if argument.kind == "markdown" and argument.name in self.in_page:
            self.found.setdefault("texts", {})[argument.name] = self.in_page[argument.name]
            return
        text = argument.default if word is None else word.text
        if word is None and not text:
            empty = "" if argument.kind in _TEXTS else None
            self.found.setdefault("values", {})[argument.name] = empty
            return
        reader = VALUE_READERS[argument.kind]
        others = self.found.get("values", {})
        try:
            value = reader.read(
                argument, text.strip() if reader.strips else text, self.context, others
            )
        except WrongValueError as error:
            self._refuse(
                word or self.wanted.name, f"'{argument.name}': {error.message}", error.hint
            )
            return
        if isinstance(value, Problem):
            self.context.report_at(self.wanted, word or self.wanted.name, value)
            if value.code == OWN_ADDRESS:  # where another program may answer
                self.found.setdefault(reader.field, {})[argument.name] = text
            else:
                self.is_wrong = True
        else:
            self.found.setdefault(reader.field, {})[argument.name] = value
            if argument.kind == "entry" and self.listing is None:
                level = self.wanted.level
                of = argument.options[0]
                self.listing = Listing(collection=of, entries=(value,), level=level)

    def _list(self, given: Mapping[str, Word]) -> Listing | None:
        """Find the entries that the shortcode lists."""
        of_first = self.declared.lists == "*"
        first = self.declared.arguments[0].name if self.declared.arguments else ""
        name = given.get(first) if of_first else self.wanted.name
        if name is None:
            return None  # it is required, which is reported
        current = Word()

        def word(text: str, index: int) -> Word:
            return Word(text=text, line=current.line, column=current.column + index)

        def report(index: int, problem: Problem) -> None:
            self.is_wrong = True
            self.context.report_at(self.wanted, word("", index), problem)

        options = ListOptions(word, report, '{}="{}"'.format)
        for option in LIST_OPTIONS:
            if given.get(option):
                current = given[option]
                options.read(option, current.text.strip(), 0)
        if self.is_wrong:
            return None
        target = name.text if of_first else self.declared.lists
        asked = CollectionReference(
            target=target,
            line=self.wanted.line,
            column=self.wanted.column,
            name=_same_place(name, target),
            level=self.wanted.level,
            is_shortcode=True,
            **options.values,
        )
        found = self.context.entries(asked)
        if found is None:
            self.is_wrong = True
            return None
        return asked.listing(found)

    def _refuse(self, word: Word, message: str, hint: str) -> None:
        self.is_wrong = True
        problem = Problem(SHORTCODE_ARGUMENT, message, hint)
        self.context.report_at(self.wanted, word, problem)


def _same_place(word: Word, text: str) -> Word:
    """Return the place of a word with another text."""
    return Word(text=text, line=word.line, column=word.column)


def _takes(declared: Shortcode) -> str:
    names: Sequence[str] = [each.name for each in declared.arguments]
    if names:
        return f"it takes {', '.join(names)}"
    if _is_of_theme(declared):
        return "it takes no arguments"
    return f"declare it in the head of {declared.template}"


def _is_of_theme(declared: Shortcode) -> bool:
    return declared.template.startswith("theme/")
