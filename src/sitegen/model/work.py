"""A publication, whatever file it came from: shaped as CSL-JSON, with links and the site's fields.

Sources: the CSL 1.0.2 specification, appendices III and IV, for types, names, dates and variables.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.model.stored import Stored

__all__ = ["Name", "PartialDate", "Work", "WorkLink", "is_family_first"]

#: The first and last letters of Chinese, Japanese and Korean. A pattern of these would take
#: milliseconds to compile.
_EAST_ASIAN = (
    ("\u1100", "\u11ff"),
    ("\u2e80", "\u30ff"),
    ("\u3130", "\u318f"),
    ("\u31f0", "\u31ff"),
    ("\u3400", "\u9fff"),
    ("\ua960", "\ua97f"),
    ("\uac00", "\ud7ff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)


def is_family_first(text: str) -> bool:
    """Tell whether a name is in a script in which the family name comes first, without a space."""
    first = text[:1]
    if first < _EAST_ASIAN[0][0]:  # as most are
        return False
    return any(start <= first <= end for start, end in _EAST_ASIAN)


class Name(Stored, frozen=True):
    """A person, or an organisation, which has only `literal`. All parts are plain text.

    `particle` belongs to the family name (`van der`); `native` is the whole name in another script.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""
    native: str = ""

    @property
    def full(self) -> str:
        """The name as it is spoken: in Chinese, Japanese and Korean letters, family name first."""
        if not self.literal and is_family_first(self.family):
            return self.family + self.given
        parts = (self.given, self.particle, self.family, self.suffix)
        return self.literal or " ".join(part for part in parts if part)


class PartialDate(Stored, frozen=True):
    """A date of which only a part may be known: 0 is an unknown month or day.

    `season` is 1 for spring to 4 for winter. `end` is the last day of a range. `literal` is what
    was written, where it is no date.
    """

    year: int | None = None
    month: int = 0
    day: int = 0
    season: int = 0
    end: PartialDate | None = None
    circa: bool = False
    literal: str = ""


class WorkLink(Stored, frozen=True):
    """A file or page of a work. `kind` is a word of `research.work_links`, such as `pdf`.

    `url` is an http or https address, or a path in the site as its author wrote it.
    """

    kind: str
    url: str


class Work(Stored, frozen=True):
    """A publication.

    `type` is that of CSL, `kind` the type as written, such as `inproceedings`. `title` and
    `variables`, which are the text variables of CSL (`container-title`, `DOI`, `page`, `abstract`
    and so on), are plain; `html` has those of them again, and the title under `title`, whose markup
    says more, as safe HTML. `names` are by role: `author`, `editor`; `others` are the roles of
    which more people are meant than named. `dates` are those beside `issued`. `fields` are the
    site's: `abbr`, `selected`, `award`. `bibtex` is the entry for others to cite, without these.
    `path`, `line` and `column` are where it was written; `places` are lines and columns of what its
    file says under the names of `fields`, of kinds of `links`, and of names such as `author`.
    """

    key: str
    type: str
    kind: str
    title: str = ""
    names: Mapping[str, tuple[Name, ...]] = {}
    others: tuple[str, ...] = ()
    issued: PartialDate | None = None
    dates: Mapping[str, PartialDate] = {}
    variables: Mapping[str, str] = {}
    html: Mapping[str, str] = {}
    links: tuple[WorkLink, ...] = ()
    keywords: tuple[str, ...] = ()
    fields: Mapping[str, str] = {}
    bibtex: str = ""
    path: str = ""
    line: int = 0
    column: int = 0
    places: Mapping[str, tuple[int, int]] = {}

    def place_of(self, name: str) -> tuple[int, int]:
        """Return line and column of what a field says, those of the entry if that is not known."""
        return self.places.get(name, (self.line, self.column))
