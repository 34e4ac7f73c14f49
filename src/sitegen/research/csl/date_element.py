"""Write dates: parts in the order of a style or a language, ranges, seasons, years before Christ.

Source: the CSL 1.0.2 specification, "Date" and "Date Ranges".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.csl.element_format import format_of, read_format
from sitegen.research.csl.element_sequences import Step
from sitegen.research.csl.field_markup import parse_field
from sitegen.research.csl.rich_text import PLAIN, Slot, Span, join
from sitegen.research.csl.text_case import change_case

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sitegen.research.csl.date_values import DateParts, DateValue
    from sitegen.research.csl.locale import DateFormat, Locale
    from sitegen.research.csl.rich_text import Format, Rich
    from sitegen.research.csl.scene import Scene
    from sitegen.research.csl.xml_tree import Element

    Render = Callable[[Scene], Rich]

__all__ = ["compile_date", "date_sort_key"]

_RANK = {"year": 0, "month": 1, "day": 2}
_CHOSEN = {"year": {"year"}, "year-month": {"year", "month"}}
_AD_LIMIT = 1000
_YEAR_SUFFIX = Slot("year-suffix")
_DAY_ONE_ONLY = "limit-day-ordinals-to-day-1"
#: What a year's sort key is counted from, so that years before Christ sort as text.
_YEAR_ZERO = 1_000_000_000
_MOST_KNOWN = 10_000
#: When somebody looked tells no works apart.
_ACCESSED = "accessed"


@dataclass(frozen=True, slots=True)
class _DatePart:
    """A part of a date: `year`, `month` or `day`, and how it is written."""

    name: str
    form: str
    prefix: str
    suffix: str
    range_delimiter: str
    strips_periods: bool
    case: str
    look: Format


def _date_part(attributes: Mapping[str, str]) -> _DatePart:
    return _DatePart(
        attributes.get("name", ""),
        attributes.get("form", ""),
        attributes.get("prefix", ""),
        attributes.get("suffix", ""),
        attributes.get("range-delimiter") or "–",
        attributes.get("strip-periods") == "true",
        attributes.get("text-case", ""),
        read_format(attributes),
    )


def compile_date(element: Element) -> Step:
    """Return what writes the date of a `date` element."""
    date = _Date(element)
    return Step(date.write, counts=True, settle=date.settle)


class _LocalDate(NamedTuple):
    """How dates are written in a language, and the `texts` of some.

    Where there is a case to change, that depends on the language of the entry, too.
    """

    locale: Locale
    parts: tuple[_DatePart, ...]
    delimiter: str
    has_case: bool
    texts: dict[DateValue, Rich]


class _Date:
    """Writes a date of an item."""

    def __init__(self, element: Element) -> None:
        self._element = element
        self._variable = element.get("variable")
        self._chosen = _CHOSEN.get(element.get("date-parts"), set(_RANK))
        self._own = {part.get("name"): dict(part.attributes) for part in element.all("date-part")}
        self._given = tuple(_date_part(part.attributes) for part in element.all("date-part"))
        self._look = format_of(element)
        self._known: dict[int, _LocalDate] = {}

    def write(self, scene: Scene) -> Rich:
        """Return the text of the date, if there is one."""
        scene.called += 1
        date = scene.item.dates.get(self._variable)
        if date is None:
            return []
        scene.varying += 1
        if self._variable in scene.quashed:
            return []
        if scene.later_names and self._variable == _ACCESSED:
            scene.found += 1
            return []
        scene.use(self._variable)
        local = self._in_language(scene.locale)
        if scene.sorting:
            key = date_sort_key(date, {part.name for part in local.parts} & self._chosen)
            scene.found += bool(key)
            return [key] if key else []
        text = _text_of(date, local, scene)
        if not text:
            return []
        scene.found += 1
        return self._look(text, scene)

    def settle(self, scene: Scene) -> Render | None:
        """Return what writes the date of items that have it, unless something hides it."""
        local = self._in_language(scene.locale)
        variable, look, texts = self._variable, self._look, local.texts
        if scene.sorting or local.has_case or variable not in scene.item.dates:
            return None

        def write(scene: Scene) -> Rich:
            text = texts.get(scene.item.dates[variable])
            if not text or scene.year_suffix or scene.later_names:
                return self.write(scene)
            if scene.quashed or scene.using is not None:
                return self.write(scene)
            scene.found += 1
            return look(text, scene)

        return write

    def _in_language(self, locale: Locale) -> _LocalDate:
        """Return how dates are written in a language."""
        found = self._known.get(id(locale))
        if found is None:
            parts, between = self._given, self._element.get("delimiter")
            form = self._element.get("form")
            if form:
                local = locale.dates.get(form)
                parts = _localised(local, self._own, self._chosen) if local else ()
                between = local.attributes.get("delimiter", "") if local else ""
            has_case = any(part.case for part in parts)
            # The locale stays alive.
            found = self._known[id(locale)] = _LocalDate(locale, parts, between, has_case, {})
        return found


def _text_of(date: DateValue, local: _LocalDate, scene: Scene) -> Rich:
    """Return the text of a date, each once: many works are of the same year."""
    if scene.year_suffix or local.has_case:
        return _write(date, local.parts, local.delimiter, scene)
    text = local.texts.get(date)
    if text is None:
        if len(local.texts) >= _MOST_KNOWN:
            local.texts.clear()
        text = local.texts[date] = _write(date, local.parts, local.delimiter, scene)
    return text


def date_sort_key(date: DateValue, chosen: set[str] | None = None) -> str:
    """Return text by which dates sort: the start, then the end of a range; none for words."""
    if date.literal:
        return ""
    wanted = chosen if chosen is not None else set(_RANK)
    key = _part_key(date.start, wanted)
    return f"{key}-{_part_key(date.end, wanted)}" if date.end is not None else f"{key}-"


def _part_key(parts: DateParts, wanted: set[str]) -> str:
    year = f"{parts.year + _YEAR_ZERO:010}" if "year" in wanted else ""
    month = f"{parts.month or (parts.season * 3 if parts.season else 0):02}"
    month = month if "month" in wanted else "00"
    day = f"{parts.day:02}" if "day" in wanted else "00"
    return year + month + day


def _localised(
    local: DateFormat, own: Mapping[str, Mapping[str, str]], chosen: set[str]
) -> tuple[_DatePart, ...]:
    return tuple(
        _date_part({**part, **own.get(part["name"], {})})
        for part in local.parts
        if part.get("name") in chosen
    )


def _write(date: DateValue, parts: Sequence[_DatePart], delimiter: str, scene: Scene) -> Rich:
    if date.literal:
        return _literal(date.literal, parts, scene)
    start, end = date.start, date.end
    if end is None or end == start:
        return join([_part(part, start, scene) for part in parts], delimiter)
    if not any(end):  # a range without an end
        text = join([_part(part, start, scene) for part in parts], delimiter)
        return [*text, _range_delimiter(parts, "year")] if text else []
    return _range(start, end, parts, delimiter, scene)


def _literal(words: str, parts: Sequence[_DatePart], scene: Scene) -> Rich:
    """Write a date in words, which stands where the year would: without a year, there is none."""
    year = next((part for part in parts if part.name == "year"), None)
    return _dressed(parse_field(words), year, scene) if year is not None else []


def _range(
    start: DateParts,
    end: DateParts,
    parts: Sequence[_DatePart],
    delimiter: str,
    scene: Scene,
) -> Rich:
    """Write a range: what both ends share stands once."""
    names = [part.name for part in parts]
    differing = [name for name in names if _value(start, name) != _value(end, name)]
    if not differing:
        return join([_part(part, start, scene) for part in parts], delimiter)
    largest = min(differing, key=lambda name: _RANK.get(name, 9))
    twice = [at for at, name in enumerate(names) if _RANK.get(name, 9) >= _RANK[largest]]
    first, last = min(twice), max(twice) + 1
    if set(range(first, last)) != set(twice):
        first, last = min(first, 0), len(names)
    inner = parts[first:last]
    opened, closed = (
        [part for part in inner if _text(part, date, scene.locale)] for date in (start, end)
    )
    opening = join(
        [_part(part, start, scene, last=part is opened[-1]) for part in opened], delimiter
    )
    closing = join([_part(part, end, scene, first=part is closed[0]) for part in closed], delimiter)
    middle = [*opening, _range_delimiter(parts, largest), *closing]
    before = [_part(part, start, scene) for part in parts[:first]]
    after = [_part(part, start, scene) for part in parts[last:]]
    return join([*before, middle, *after], delimiter)


def _value(date: DateParts, name: str) -> int:
    if name == "month":
        return date.month or date.season * 100
    return getattr(date, name, 0) if name in _RANK else 0


def _range_delimiter(parts: Sequence[_DatePart], name: str) -> str:
    return next((part.range_delimiter for part in parts if part.name == name), "–")


def _part(
    part: _DatePart, date: DateParts, scene: Scene, *, first: bool = False, last: bool = False
) -> Rich:
    """Write a part; of the ends of a range, the `first` and `last` one have no affix there."""
    text = _text(part, date, scene.locale)
    if not text:
        return []
    rich: Rich = [text.replace(".", "") if part.strips_periods else text]
    return _dressed(rich, part, scene, first=first, last=last)


def _text(part: _DatePart, date: DateParts, locale: Locale) -> str:
    """Return a part as plain text, empty if it is not known."""
    if part.name == "year":
        return _year(date.year, part.form, locale)
    if part.name == "month":
        return _month(date, part.form, locale)
    return _day(date, part.form, locale) if part.name == "day" else ""


def _dressed(
    rich: Rich, part: _DatePart, scene: Scene, *, first: bool = False, last: bool = False
) -> Rich:
    """Return the text of a part with its letter, case, format and affixes."""
    if part.name == "year" and not first:
        rich = _with_suffix(rich, scene)
    if part.case:
        rich = change_case(rich, part.case, scene.language)
    if part.look is not PLAIN:
        rich = [Span(rich, part.look)]
    if part.prefix and not first:
        rich = [part.prefix, *rich]
    return [*rich, part.suffix] if part.suffix and not last else rich


def _with_suffix(text: Rich, scene: Scene) -> Rich:
    """Append the letter that tells works of a year apart, unless the style puts it elsewhere."""
    if (
        scene.implicit_suffix
        and scene.year_suffix
        and not scene.suffix_written
        and not scene.sorting
    ):
        scene.suffix_written = True
        return [*text, _YEAR_SUFFIX]
    return text


def _year(year: int, form: str, locale: Locale) -> str:
    if not year:
        return ""
    if year < 0:
        return f"{-year}{locale.term('bc') or 'BC'}"
    if year < _AD_LIMIT:
        return f"{year}{locale.term('ad') or 'AD'}"
    return f"{year % 100:02}" if form == "short" else str(year)


def _month(date: DateParts, form: str, locale: Locale) -> str:
    if not date.month:
        if date.season and form not in {"numeric", "numeric-leading-zeros"}:
            return locale.term(f"season-{date.season:02}") or ""
        return ""
    if form == "numeric":
        return str(date.month)
    if form == "numeric-leading-zeros":
        return f"{date.month:02}"
    return locale.term(f"month-{date.month:02}", form or "long") or str(date.month)


def _day(date: DateParts, form: str, locale: Locale) -> str:
    if not date.day:
        return ""
    if form == "numeric-leading-zeros":
        return f"{date.day:02}"
    if form == "ordinal" and (date.day == 1 or locale.options.get(_DAY_ONE_ONLY) != "true"):
        gender = locale.gender(f"month-{date.month:02}") if date.month else ""
        return f"{date.day}{locale.ordinal(date.day, gender)}"
    return str(date.day)
