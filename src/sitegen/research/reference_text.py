"""Format a work as a reference in a list, in the manner of APA 7, as text and as safe HTML.

`format_reference` is the only entrance: a citation processor with styles can take its place.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

from sitegen.research.work_facts import arxiv_id, landing_url, one_line
from sitegen.research.work_formulas import write_formulas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sitegen.model import Name, PartialDate, Work

__all__ = ["FormattedReference", "format_reference"]

#: APA names up to 20 authors; of more, the first 19 and the last.
_MOST_AUTHORS = 20
_TAGS = re.compile(r"<[^>]*>")
_ITALIC = re.compile(r"</?i>")
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_SEASONS = ("Spring", "Summer", "Autumn", "Winter")
#: Works that stand by themselves: their titles are in italics.
_PARTS = frozenset(
    ("article-journal article-magazine article-newspaper paper-conference chapter entry"
     " entry-dictionary entry-encyclopedia review review-book").split()
)  # fmt: skip
_PAPERS = frozenset(
    {"article-journal", "article-magazine", "article-newspaper", "review", "review-book"}
)
#: What is said in brackets behind the titles of other works.
_MEDIA = {
    "dataset": "Data set",
    "software": "Computer software",
    "motion_picture": "Film",
    "broadcast": "Video",
    "song": "Audio",
    "graphic": "Image",
    "map": "Map",
    "manuscript": "Unpublished manuscript",
    "speech": "Conference presentation",
}
_WITH_DAYS = frozenset({"article-magazine", "article-newspaper", "speech", "webpage", "post"}) | {
    "post-weblog",
    "broadcast",
    "event",
}
_INITIAL = re.compile(r"(?P<letter>\w)[\w'’]*\.?")


class FormattedReference(NamedTuple):
    """A reference as text on one line, and as safe HTML."""

    text: str
    html: str


def format_reference(work: Work, link: Callable[[int], str] | None = None) -> FormattedReference:
    """Return the reference of a work.

    `link` returns the address of the page about the author at a place, from 0, or nothing.
    """
    sentences = [part for part in _sentences(work, link) if part]
    html = " ".join(part if _ends(part) else f"{part}." for part in sentences)
    url = landing_url(work)
    if url:
        shown = escape(url)
        html = f'{html} <a href="{shown}">{shown}</a>'.strip()
    return FormattedReference(_plain(html), html)


def _sentences(work: Work, link: Callable[[int], str] | None) -> Iterator[str]:
    date = f"({_date(work)})"
    authors = _people(work, "author", link)
    editors = "" if authors else _people(work, "editor", link)
    if editors:
        plural = "s" if len(work.names.get("editor", ())) > 1 else ""
        authors = f"{editors} (Ed{plural}.)"
    if authors:
        # The full stop of an initial ends no sentence here: "Berg, J. (2024)."
        yield f"{authors} {date}."
        yield _title(work)
    else:
        yield _title(work)
        yield f"{date}."
    yield from _source(work)


def _people(work: Work, role: str, link: Callable[[int], str] | None) -> str:
    """Return the names of a role, joined as APA does: `A, B., & C, D.`."""
    names: list[str] = []
    for place, name in enumerate(work.names.get(role, ())):
        shown = escape(_inverted(name))
        url = link(place) if link and role == "author" else ""
        names.append(f'<a href="{escape(url)}">{shown}</a>' if url else shown)
    if role in work.others and names:
        return ", ".join([*names, "et al."])
    if len(names) > _MOST_AUTHORS:
        return ", ".join([*names[: _MOST_AUTHORS - 1], f"… {names[-1]}"])
    return _listed(names)


def _listed(names: Sequence[str], before_last: str = ", &amp; ") -> str:
    return before_last.join([", ".join(names[:-1]), *names[-1:]] if len(names) > 1 else names)


def _inverted(name: Name) -> str:
    """Return `van der Berg, J.-P., Jr.`."""
    if name.literal or not name.family:
        return one_line(name.full)
    family = f"{name.particle} {name.family}" if name.particle else name.family
    return ", ".join(part for part in (family, _initials(name.given), name.suffix) if part)


def _initials(given: str) -> str:
    """Return the initials of given names: `Jean-Paul Émile` is `J.-P. É.`."""
    words = []
    for word in given.split():
        parts = [_INITIAL.match(part) for part in re.split(r"[-‐‑]", word)]
        words.append("-".join(f"{found['letter'].upper()}." for found in parts if found))
    return " ".join(word for word in words if word)


def _date(work: Work) -> str:
    date = work.issued
    if date is None or (date.year is None and not date.literal):
        return "n.d."
    if date.year is None:
        return escape(one_line(date.literal))
    shown = ("ca. " if date.circa else "") + str(date.year)
    if date.end and date.end.year and date.end.year != date.year:
        shown += f"–{date.end.year}"
    if work.type in _WITH_DAYS:
        shown += _day(date)
    return shown


def _day(date: PartialDate) -> str:
    if 1 <= date.season <= len(_SEASONS):
        return f", {_SEASONS[date.season - 1]}"
    if not 1 <= date.month <= len(_MONTHS):
        return ""
    return f", {_MONTHS[date.month - 1]}" + (f" {date.day}" if date.day else "")


def _title(work: Work) -> str:
    """Return the title, in italics if the work stands by itself, with what it is in brackets."""
    title = write_formulas(work.html.get("title", "")) or escape(one_line(work.title))
    if not title:
        return ""
    if work.type not in _PARTS:
        title = f"<i>{_ITALIC.sub('', title)}</i>"
    return title + _details(work) + _medium(work)


def _details(work: Work) -> str:
    """Return what stands in parentheses: version, edition, number of a report."""
    variables = work.variables
    details = []
    if variables.get("version"):
        details.append(f"Version {variables['version']}")
    if work.type == "report" and variables.get("number"):
        details.append(f"{variables.get('genre') or 'Report'} No. {variables['number']}")
    if work.type == "book":
        if variables.get("edition"):
            details.append(_edition(variables["edition"]))
        if variables.get("volume"):
            details.append(f"Vol. {variables['volume']}")
    return f" ({escape(one_line(', '.join(details)))})" if details else ""


def _edition(edition: str) -> str:
    if not edition.isdecimal():
        return edition if "ed" in edition.casefold() else f"{edition} ed."
    number = int(edition)
    teens = 10 < number % 100 < 14  # noqa: PLR2004  # 11th, 12th, 13th
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} ed."


def _medium(work: Work) -> str:
    variables = work.variables
    if work.type == "thesis":
        kind = variables.get("genre") or "Thesis"
        school = variables.get("publisher", "")
        return f" [{escape(one_line(f'{kind}, {school}' if school else kind))}]"
    medium = _MEDIA.get(work.type, "")
    return f" [{medium}]" if medium else ""


def _source(work: Work) -> Iterator[str]:
    """Yield where the work has appeared."""
    variables = work.variables
    container = variables.get("container-title", "")
    publisher = escape(one_line(variables.get("publisher", "")))
    if work.type in _PAPERS:
        yield _journal(work, container)
    elif work.type in _PARTS:
        yield _whole(work, container or variables.get("event-title", ""))
        yield publisher
    elif work.type == "article":
        identifier = arxiv_id(work)
        yield f"arXiv:{escape(identifier)}" if identifier else publisher or _italic(container)
    elif work.type == "thesis":
        yield _italic(container)
    else:
        yield _italic(container)
        yield publisher if publisher.casefold() != container.casefold() else ""


def _journal(work: Work, container: str) -> str:
    """Return `Journal, 12(3), 4–5`."""
    variables = work.variables
    volume, issue = variables.get("volume", ""), variables.get("issue", "")
    parts = [_italic(container)] if container else []
    numbers = (_italic(volume) if volume else "") + (
        f"({escape(one_line(issue))})" if issue else ""
    )
    if numbers:
        parts.append(numbers)
    pages = variables.get("page", "")
    if pages:
        parts.append(_pages(pages))
    elif variables.get("number"):
        parts.append(f"Article {escape(one_line(variables['number']))}")
    return ", ".join(parts)


def _whole(work: Work, container: str) -> str:
    """Return `In A. Editor (Ed.), Title of the whole (pp. 1–2)`."""
    if not container:
        return ""
    variables = work.variables
    editors = [escape(_spoken(name)) for name in work.names.get("editor", ())]
    # Spoken names have no comma inside, so two of them need none between.
    listed = _listed(editors, ", &amp; " if len(editors) > 2 else " &amp; ")  # noqa: PLR2004
    led = f"{listed} (Ed{'s' if len(editors) > 1 else ''}.), " if editors else ""
    details = []
    if variables.get("edition"):
        details.append(escape(one_line(_edition(variables["edition"]))))
    if variables.get("volume"):
        details.append(f"Vol. {escape(one_line(variables['volume']))}")
    pages = variables.get("page", "")
    if pages:
        shown = _pages(pages)
        details.append(f"{'pp.' if re.search('[–,]', shown) else 'p.'} {shown}")
    tail = f" ({', '.join(details)})" if details else ""
    return f"In {led}{_italic(container)}{tail}"


def _spoken(name: Name) -> str:
    """Return `J. van der Berg`."""
    if name.literal or not name.family:
        return one_line(name.full)
    parts = (_initials(name.given), name.particle, name.family, name.suffix)
    return " ".join(part for part in parts if part)


def _pages(pages: str) -> str:
    return escape(re.sub(r"\s*(?:--+|[-‐‑–—])\s*", "–", one_line(pages)))


def _italic(text: str) -> str:
    return f"<i>{escape(one_line(text))}</i>" if text else ""


def _plain(html: str) -> str:
    return unescape(_TAGS.sub("", html))


def _ends(html: str) -> bool:
    """Tell whether a sentence has its full stop or another sign at its end."""
    return _plain(html).rstrip("”’\"')")[-1:] in {".", "?", "!", "…"}
