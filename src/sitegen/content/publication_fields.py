"""Read what a page's fields say about its publication, in the words of any generator.

Hugo, Jekyll, Pelican, Quarto and others each have their own words for "do not publish this page".
Where one means exactly what a field of sitegen means, it is read as that field. Where it means
something that sitegen cannot do, such as a page that is in no list, it is an error: the page must
not be published as if the field were not there.

Names are compared without regard to case, hyphens and underscores, except one at the beginning.
"""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.date_hints import suggest_dates
from sitegen.content.dates import parse_date
from sitegen.content.publication_words import (
    DATED_FLAGS,
    DATES,
    DRAFT_FLAGS,
    DRAFT_WORDS,
    MISSPELLED_DATES,
    MISSPELLED_FLAGS,
    NOT_INDEXED,
    NOT_RENDERED,
    OTHER_FLAGS,
    OTHER_WORDS,
    RESTRICTED,
    TAGGED,
    UNLISTED,
    USUAL_BUILD,
    WRITTEN_WHEN_PUBLISHED,
)
from sitegen.content.yaml_reader import INVALID_DATE
from sitegen.diagnostics import Problem, Severity, declare

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from sitegen.content.yaml_reader import Field
    from sitegen.model import PageDate

__all__ = [
    "INVALID_FIELD",
    "Publication",
    "find_misspelling",
    "fold_word",
    "is_publication_field",
    "read_publication",
    "withholds",
]

INVALID_FIELD = declare("invalid-field", Severity.ERROR, protects=True)  # such as 'draft: ja'
MISSPELLED_DRAFT = declare("misspelled-draft", Severity.ERROR, protects=True)
UNCLEAR_PUBLICATION = declare("unclear-publication", Severity.ERROR, protects=True)

_HINT = (
    "write 'draft: true' in its place to hold the page back; "
    "to publish it, delete or rename this field"
)
_TRUE, _FALSE = frozenset({"yes", "on", "true", "1"}), frozenset({"no", "off", "false", "0"})
#: Sitegen's own fields, which are read like every other field.
_OWN_NAMES = frozenset({"draft", "publish_date", "expires"})


class Publication(msgspec.Struct):
    """What the fields of other generators say: values for sitegen's fields, and mistakes.

    With `waits_for_date`, a page is not published before its `date` either. `names` are the fields
    that were understood, `problems` pairs of such a name and what is wrong.
    """

    drafts: list[bool] = msgspec.field(default_factory=list)
    publish_dates: list[PageDate] = msgspec.field(default_factory=list)
    expires: list[PageDate] = msgspec.field(default_factory=list)
    date: PageDate | None = None
    waits_for_date: bool = False
    names: set[str] = msgspec.field(default_factory=set)
    problems: list[tuple[str, Problem]] = msgspec.field(default_factory=list)

    def settle(self, values: dict[str, Any]) -> None:
        """Put the values to those of sitegen's own fields; the strictest of several holds."""
        own = values.get("draft")
        drafts = [*self.drafts, *([own] if own is not None else [])]
        if drafts:
            values["draft"] = any(drafts)
        written = [values["date"]] if self.waits_for_date and "date" in values else []
        self._put(values, "publish_date", [*self.publish_dates, *written], latest=True)
        self._put(values, "expires", self.expires, latest=False)
        if self.date:
            values.setdefault("date", self.date)

    @staticmethod
    def _put(values: dict[str, Any], name: str, dates: list[PageDate], *, latest: bool) -> None:
        own = values.get(name)
        found = sorted([*([own] if own else []), *dates], key=lambda each: each.moment)
        if found:
            values[name] = found[-1 if latest else 0]


@lru_cache(maxsize=4096)
def fold_word(name: str) -> str:
    """Return what spellings of a name share: `publishDate`, `publish-date` and `Publish_Date`."""
    folded = name.casefold()
    lead = "_" if folded.startswith("_") else ""
    return lead + folded.replace("-", "").replace("_", "").replace(" ", "")


def read_publication(fields: Mapping[str, Field], zone: tzinfo) -> Publication:
    """Read all fields by which another generator decides whether a page is published."""
    found = Publication()
    for name, each in fields.items():
        if name not in _OWN_NAMES:
            _read(name, each, zone, found)
    return found


def is_publication_field(name: str, value: Field, zone: tzinfo) -> bool:
    """Tell whether a field, with this value, decides whether a page is published."""
    found = Publication()
    _read(name, value, zone, found)
    return bool(found.drafts) or _may_withhold(found)


def withholds(name: str, value: Field, zone: tzinfo) -> bool:
    """Tell whether a field, with this value, may keep a page from being published as usual."""
    found = Publication()
    _read(name, value, zone, found)
    return any(found.drafts) or _may_withhold(found)


def _may_withhold(found: Publication) -> bool:
    unclear = any(problem.code == UNCLEAR_PUBLICATION for _, problem in found.problems)
    return bool(unclear or found.publish_dates or found.expires)


def find_misspelling(name: str, value: Field, zone: tzinfo) -> Problem | None:
    """Find a name that is nearly one of those that hold a page back; its value counts, too."""
    folded = fold_word(name)
    flag = _flag(value)
    spelled, cutoff = {"draft": "draft", **MISSPELLED_DATES}, 0.85
    if flag is not None:
        spelled, cutoff = {name: name for name in MISSPELLED_FLAGS}, 0.8
    elif _is_date(value, zone):
        spelled, cutoff = MISSPELLED_DATES, 0.8
    near = difflib.get_close_matches(folded, spelled, n=1, cutoff=cutoff)
    if not near:
        return None
    meant = spelled[near[0]]
    message = f"'{name}' is not a field that sitegen knows"
    return Problem(MISSPELLED_DRAFT, message, f"did you mean '{meant}'?")


def _read(name: str, value: Field, zone: tzinfo, found: Publication) -> None:
    """Read one field, if it is one of these."""
    folded = fold_word(name)
    if folded not in _KNOWN:
        return
    found.names.add(name)
    flag = _flag(value)
    if value.value is None:
        return
    if folded in DRAFT_FLAGS and flag is not None:
        found.drafts.append(flag is DRAFT_FLAGS[folded])
    elif folded in DATED_FLAGS or folded in DATES:
        _read_date(name, value, zone, found)
    elif folded in DRAFT_FLAGS:
        written = f"'{value.raw}' " if value.raw else ""
        problem = Problem(INVALID_FIELD, f"'{name}': {written}must be true or false")
        found.problems.append((name, problem))
    else:
        _read_others(name, value, found)


def _read_date(name: str, value: Field, zone: tzinfo, found: Publication) -> None:
    folded = fold_word(name)
    try:
        date = parse_date(value.raw, zone)
    except ValueError as error:
        code, message = INVALID_DATE, str(error)
        if folded in DATED_FLAGS:
            written = f"'{value.raw}' " if value.raw else ""
            code, message = INVALID_FIELD, f"{written}must be true, false or a date"
        meant = suggest_dates(value.raw)
        hint = f"{meant}; " if meant else ""
        hint += "if it is a field for your templates, give it another name"
        found.problems.append((name, Problem(code, f"'{name}': {message}", hint)))
        return
    if DATES.get(folded) == "expires":
        found.expires.append(date)
        return
    found.publish_dates.append(date)
    if folded in WRITTEN_WHEN_PUBLISHED:
        found.date = date
    else:
        found.waits_for_date = True


def _read_others(name: str, value: Field, found: Publication) -> None:
    folded = fold_word(name)
    wish, is_draft = _OTHER_READERS.get(folded, _read_flag)(folded, value)
    if is_draft:
        found.drafts.append(True)
    elif wish:
        written = f"{name}: {_write(value)}"
        message = f"'{written}' asks for {wish}, which sitegen does not have"
        if folded == "password":  # which must not be repeated
            message = f"'{name}' asks for {wish}, which sitegen does not have"
        found.problems.append((name, Problem(UNCLEAR_PUBLICATION, message, _HINT)))


#: What a field asks for that sitegen does not have, empty if nothing; whether it makes a draft.
_Wish = tuple[str, bool]


def _write(value: Field) -> str:
    """Return a value as it may have been written."""
    if isinstance(value.inside, dict):
        return f"{{{', '.join(f'{name}: {_write(each)}' for name, each in value.inside.items())}}}"
    if isinstance(value.inside, list):
        return f"[{', '.join(map(_write, value.inside))}]"
    return value.raw


def _read_flag(folded: str, value: Field) -> _Wish:
    asking, wish = OTHER_FLAGS.get(folded, (None, ""))
    return (wish, False) if asking is not None and _flag(value) is asking else ("", False)


def _read_status(_: str, value: Field) -> _Wish:
    words = value.value if isinstance(value.value, list) else [value.raw]
    folded = [fold_word(str(word)) for word in words]
    wish = next((OTHER_WORDS[word] for word in folded if word in OTHER_WORDS), "")
    return wish, not DRAFT_WORDS.isdisjoint(folded)


def _read_build(folded: str, value: Field) -> _Wish:
    """Read Hugo's `build`: a page that is neither rendered nor listed is a draft."""
    if not isinstance(value.inside, dict):
        return _read_flag(folded, value)
    parts = {fold_word(name): each.raw.casefold() for name, each in value.inside.items()}
    if parts.get("render") in {"never", "false"} and parts.get("list") in {"never", "false"}:
        return "", True
    for part, wish in (("render", NOT_RENDERED), ("list", UNLISTED)):
        if part in parts and parts[part] not in USUAL_BUILD[part]:
            return wish, False
    return "", False


def _read_collections(folded: str, value: Field) -> _Wish:
    """Read Eleventy's flag, which may also be a list of collections."""
    return (UNLISTED, False) if value.value and _is_list(value) else _read_flag(folded, value)


def _read_tags(_: str, value: Field) -> _Wish:
    """Read the tags of Nikola, of which two are none."""
    words = value.value if _is_list(value) else value.raw.split(",")
    folded = {str(word).strip().casefold() for word in words}
    return (TAGGED if not folded.isdisjoint({"draft", "private"}) else ""), False


def _is_list(value: Field) -> bool:
    return isinstance(value.value, list)


def _read_sitemap(folded: str, value: Field) -> _Wish:
    if not isinstance(value.inside, dict):
        return _read_flag(folded, value)
    asking = ("disable", "exclude", "ignore")
    parts = {fold_word(name): _flag(each) for name, each in value.inside.items()}
    return (NOT_INDEXED if any(parts.get(part) for part in asking) else ""), False


def _read_robots(_: str, value: Field) -> _Wish:
    words = value.value if isinstance(value.value, list) else value.raw.split(",")
    folded = {str(word).strip().casefold() for word in words}
    return ("" if folded.isdisjoint({"noindex", "none"}) else NOT_INDEXED), False


def _read_outputs(_: str, value: Field) -> _Wish:
    return (NOT_RENDERED if value.value == [] else ""), False


def _read_password(_: str, value: Field) -> _Wish:
    return (RESTRICTED if value.value not in ("", False) else ""), False


_OTHER_READERS = {
    **dict.fromkeys(("status", "poststatus", "visibility"), _read_status),
    "build": _read_build,
    "_build": _read_build,
    "sitemap": _read_sitemap,
    "robots": _read_robots,
    "outputs": _read_outputs,
    "password": _read_password,
    "tags": _read_tags,
    "eleventyexcludefromcollections": _read_collections,
}


_KNOWN = frozenset({*DRAFT_FLAGS, *DATES, *DATED_FLAGS, *OTHER_FLAGS, *_OTHER_READERS})


def _flag(value: Field) -> bool | None:
    """Return a flag's value, None for anything else."""
    word = value.raw.casefold()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    return None


def _is_date(value: Field, zone: tzinfo) -> bool:
    try:
        return bool(parse_date(value.raw, zone))
    except ValueError:
        return False
