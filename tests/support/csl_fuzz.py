"""Random CSL styles and items, most of them with mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

__all__ = ["random_items", "random_style"]

_VARIABLES = (
    "title container-title volume issue page locator citation-number year-suffix DOI URL note"
    " citation-label first-reference-note-number edition title-short nonsense language"
).split()
_NAMES = "author editor translator author editor-translator recipient nobody".split()
_DATES = "issued accessed event-date never".split()
_TERMS = "and et-al in no-date ibid edition editor nonsense open-quote".split()
_TYPES = "book chapter article-journal webpage legal_case nothing".split()
_LOOKS = {
    "font-style": ("italic", "normal", "oblique", "wavy"),
    "font-variant": ("small-caps", "normal"),
    "font-weight": ("bold", "light", "normal"),
    "vertical-align": ("sup", "sub", "baseline"),
    "quotes": ("true", "false"),
    "text-case": ("title", "sentence", "uppercase", "capitalize-all", "nonsense"),
    "strip-periods": ("true",),
    "prefix": (" (", ", ", "“", "<i>", "&amp;", ".", ""),
    "suffix": (")", ". ", ", ", "?", "</i>", ":", " "),
    "display": ("block", "left-margin", "right-inline", "indent"),
}
_TEXTS = (
    "A plain title", "<i>Felis</i> in 'quotes'", '«Déjà vu» & "more"', "", "   ", "<b>open",
    "山田太郎", "العربية", "1-3, 7", "xii–xiv", "12th ed.", "\\-", "a.b.c.", "?!.,;:", "'", '"',
    "\u202e\u200f\x00", '<span class="nocase">X</span></span>', "-50000", "9" * 500, "’'’'",
    "ß ŉ ǰ İ", "\ud83d\ude00 smile", "</i></b>", "<sup><sup><sup>a</sup></sup></sup>",
)  # fmt: skip
_ODD: tuple[Any, ...] = (None, True, 3, -7.5, 1e300, [], {}, [[]], [None], {"a": 1}, [1, "b"])


def random_style(random: Random) -> str:
    """Return a style of random elements; it may call macros that are not there."""
    macros = "".join(
        f'<macro name="m{number}">{_elements(random, 2)}</macro>' for number in range(3)
    )
    areas = []
    for name in ("citation", "bibliography"):
        options = _attributes(random, _OPTIONS, 5)
        keys = "".join(_sort_key(random) for _ in range(random.choice((0, 0, 1, 2))))
        sort = f"<sort>{keys}</sort>" if keys else ""
        look = _attributes(random, {**_LOOKS, "delimiter": ("; ", ", ", "")}, 2)
        areas.append(
            f"<{name} {options}>{sort}<layout {look}>{_elements(random, 3)}</layout></{name}>"
        )
    kind = random.choice(("note", "in-text"))
    language = random.choice(("", "en-GB", "de", "tr", "xx", "zh-TW"))
    ranges = random.choice(("", "minimal", "chicago", "expanded", "minimal-two"))
    return (
        f'<style class="{kind}" default-locale="{language}" page-range-format="{ranges}">'
        f"{macros}{''.join(areas)}</style>"
    )


_OPTIONS = {
    "collapse": ("year", "year-suffix", "year-suffix-ranged", "citation-number"),
    "disambiguate-add-names": ("true",),
    "disambiguate-add-givenname": ("true",),
    "disambiguate-add-year-suffix": ("true",),
    "givenname-disambiguation-rule": ("all-names", "primary-name", "by-cite", "odd"),
    "et-al-min": ("1", "2", "3", "x", "-1"),
    "et-al-use-first": ("0", "1", "2"),
    "et-al-subsequent-min": ("2",),
    "et-al-subsequent-use-first": ("1",),
    "cite-group-delimiter": (", ",),
    "subsequent-author-substitute": ("———", ""),
    "subsequent-author-substitute-rule": ("partial-each", "complete-each", "partial-first"),
    "second-field-align": ("flush", "margin"),
    "initialize-with": (". ", ""),
    "name-as-sort-order": ("all", "first"),
    "near-note-distance": ("2", "x"),
}


def _attributes(random: Random, choices: dict[str, tuple[str, ...]], most: int) -> str:
    names = random.sample(sorted(choices), random.randint(0, most))
    return " ".join(f'{name}="{_escaped(random.choice(choices[name]))}"' for name in names)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _sort_key(random: Random) -> str:
    what = random.choice(
        ('variable="author"', 'variable="issued"', 'macro="m1"', 'variable="citation-number"', "")
    )
    return f'<key {what} sort="{random.choice(("ascending", "descending"))}"/>'


def _elements(random: Random, depth: int) -> str:
    return "".join(_element(random, depth) for _ in range(random.randint(1, 3)))


def _element(random: Random, depth: int) -> str:
    look = _attributes(random, _LOOKS, 2)
    kinds = ["text", "text", "names", "date", "number", "label", "term", "macro", "odd"]
    kind = random.choice(kinds + ["group", "choose"] * (2 if depth else 0))
    if kind == "group":
        return f'<group delimiter=", " {look}>{_elements(random, depth - 1)}</group>'
    if kind == "choose":
        condition = random.choice(
            (
                f'type="{random.choice(_TYPES)}"',
                f'variable="{random.choice(_VARIABLES)} {random.choice(_DATES)}" match="any"',
                'position="ibid"', 'disambiguate="true"', 'is-numeric="volume" match="none"', "",
            )
        )  # fmt: skip
        inside, other = _elements(random, depth - 1), _elements(random, depth - 1)
        return f"<choose><if {condition}>{inside}</if><else>{other}</else></choose>"
    if kind == "names":
        return _names(random, look, depth)
    if kind in {"date", "term", "macro", "odd"}:
        return _simple(random, kind, look)
    form = random.choice(("short", "ordinal", "roman", "long-ordinal", "odd"))
    return f'<{kind} variable="{random.choice(_VARIABLES)}" form="{form}" {look}/>'


def _simple(random: Random, kind: str, look: str) -> str:
    if kind == "date":
        form = random.choice(('form="text"', 'form="numeric"', ""))
        part = '<date-part name="year"/><date-part name="month" form="short"/>'
        return f'<date variable="{random.choice(_DATES)}" {form} {look}>{part}</date>'
    if kind == "term":
        return f'<text term="{random.choice(_TERMS)}" {look}/>'
    if kind == "macro":
        return f'<text macro="m{random.randint(0, 3)}" {look}/>'
    return random.choice(("<nothing/>", "<text/>", '<text value="x"/>', "<choose/>"))


def _names(random: Random, look: str, depth: int) -> str:
    form = random.choice(("long", "short", "count"))
    name = f'<name form="{form}" and="{random.choice(("text", "symbol"))}"/>'
    label = random.choice(("", '<label form="short" prefix=" "/>'))
    inside = _elements(random, 0) if depth else ""
    other = f'<substitute><names variable="editor"/>{inside}</substitute>'
    variables = " ".join(random.sample(_NAMES, 2))
    return f'<names variable="{variables}" {look}>{name}<et-al/>{label}{other}</names>'


def random_items(random: Random) -> list[dict[str, Any]]:
    """Return items of CSL-JSON, with values of the wrong types."""
    return [_item(random, str(number)) for number in range(random.randint(1, 5))]


def _item(random: Random, key: str) -> dict[str, Any]:
    item: dict[str, Any] = {"id": key, "type": random.choice((*_TYPES, *_ODD))}
    for name in random.sample(_VARIABLES, 6):
        item[name] = random.choice((*_TEXTS, *_ODD))
    for name in random.sample(_NAMES, 2):
        people = [_person(random) for _ in range(random.choice((0, 1, 2, 3, 40)))]
        item[name] = random.choice((people, people, random.choice(_ODD)))
    for name in random.sample(_DATES, 2):
        item[name] = random.choice((_date(random), _date(random), random.choice(_ODD), "2001-02"))
    return item


def _person(random: Random) -> Any:
    parts = ("family", "given", "suffix", "literal", "dropping-particle", "non-dropping-particle")
    person = {part: random.choice(_TEXTS) for part in random.sample(parts, 2)}
    return random.choice((person, {"family": "Berg", "given": "Ada"}, random.choice(_ODD)))


def _date(random: Random) -> Any:
    number = random.choice((0, 1, 2001, -50_000, 13, 99, "7", "", None, 10**12, "x"))
    parts = [[number, random.randint(-1, 25)], [2002]][: random.randint(0, 2)]
    return {
        "date-parts": parts,
        "season": random.choice((None, 1, 9, "Fall")),
        "literal": random.choice((None, "in press", 5)),
        "circa": random.choice((True, 0, "x")),
    }
