"""The types of BibTeX and BibLaTeX entries: what each is in CSL, and which fields it needs.

Sources: btxdoc, section 3.1; biblatex 3.20, section 2.1; CSL 1.0.2, appendix III.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["MONTHS", "TYPES", "WHOLE_MONTHS", "EntryType", "csl_type"]


class EntryType(NamedTuple):
    """A type in CSL's words; of each group of fields, an entry needs one."""

    csl: str
    needs: tuple[tuple[str, ...], ...] = ()


_YEAR = ("year", "date")
_AUTHOR = ("author", "editor", "organization", "institution")
_JOURNAL = ("journal", "journaltitle", "eprint", "arxiv", "hal")
_TITLED = (("title",), _YEAR)

TYPES = {
    "article": EntryType("article-journal", (("author",), *_TITLED, _JOURNAL)),
    "book": EntryType("book", (_AUTHOR, *_TITLED)),
    "mvbook": EntryType("book", (_AUTHOR, *_TITLED)),
    "inbook": EntryType("chapter", (_AUTHOR, *_TITLED)),
    "bookinbook": EntryType("chapter", (_AUTHOR, *_TITLED)),
    "suppbook": EntryType("chapter", (_AUTHOR, *_TITLED)),
    "booklet": EntryType("pamphlet", (("title",),)),
    "collection": EntryType("book", _TITLED),
    "mvcollection": EntryType("book", _TITLED),
    "incollection": EntryType("chapter", (("author",), *_TITLED, ("booktitle",))),
    "suppcollection": EntryType("chapter", _TITLED),
    "inproceedings": EntryType("paper-conference", (("author",), *_TITLED, ("booktitle",))),
    "conference": EntryType("paper-conference", (("author",), *_TITLED, ("booktitle",))),
    "proceedings": EntryType("book", _TITLED),
    "mvproceedings": EntryType("book", _TITLED),
    "reference": EntryType("book", _TITLED),
    "mvreference": EntryType("book", _TITLED),
    "inreference": EntryType("entry-encyclopedia", _TITLED),
    "manual": EntryType("report", (("title",),)),
    "report": EntryType("report", (_AUTHOR, *_TITLED)),
    "techreport": EntryType("report", (_AUTHOR, *_TITLED)),
    "thesis": EntryType("thesis", (("author",), *_TITLED)),
    "phdthesis": EntryType("thesis", (("author",), *_TITLED)),
    "mastersthesis": EntryType("thesis", (("author",), *_TITLED)),
    "bachelorsthesis": EntryType("thesis", (("author",), *_TITLED)),
    "unpublished": EntryType("manuscript", (("author",), ("title",))),
    "online": EntryType("webpage", (("title",),)),
    "electronic": EntryType("webpage", (("title",),)),
    "www": EntryType("webpage", (("title",),)),
    "dataset": EntryType("dataset", (("title",),)),
    "software": EntryType("software", (("title",),)),
    "patent": EntryType("patent", (("title",),)),
    "periodical": EntryType("periodical", (("title",),)),
    "suppperiodical": EntryType("article-journal", _TITLED),
    "video": EntryType("motion_picture", (("title",),)),
    "movie": EntryType("motion_picture", (("title",),)),
    "audio": EntryType("song", (("title",),)),
    "music": EntryType("song", (("title",),)),
    "image": EntryType("graphic", (("title",),)),
    "artwork": EntryType("graphic", (("title",),)),
    "performance": EntryType("performance", (("title",),)),
    "review": EntryType("review", _TITLED),
    "letter": EntryType("personal_communication"),
    "legislation": EntryType("legislation"),
    "jurisdiction": EntryType("legal_case"),
    "standard": EntryType("standard", (("title",),)),
    "presentation": EntryType("speech", (("title",),)),
    "poster": EntryType("speech", (("title",),)),
    "talk": EntryType("speech", (("title",),)),
    "misc": EntryType("document", (("title",),)),
}

#: The strings that every BibTeX style defines.
MONTHS = {
    "jan": "1",
    "feb": "2",
    "mar": "3",
    "apr": "4",
    "may": "5",
    "jun": "6",
    "jul": "7",
    "aug": "8",
    "sep": "9",
    "oct": "10",
    "nov": "11",
    "dec": "12",
    "sept": "9",
}
#: Whole names, which many write in their place.
WHOLE_MONTHS = {
    "january": "1",
    "february": "2",
    "march": "3",
    "april": "4",
    "june": "6",
    "july": "7",
    "august": "8",
    "september": "9",
    "october": "10",
    "november": "11",
    "december": "12",
}

_CSL_TYPES = frozenset(each.csl for each in TYPES.values()) | {"article"}
#: `publication_types` of Hugo Blox up to 2023, and `category` of academicpages.
_OTHER_WORDS = {
    "0": "document",
    "1": "paper-conference",
    "2": "article-journal",
    "3": "article",
    "4": "report",
    "5": "book",
    "6": "chapter",
    "7": "thesis",
    "8": "patent",
    "manuscripts": "article-journal",
    "conferences": "paper-conference",
    "books": "book",
    "preprint": "article",
}


def csl_type(word: str) -> str:
    """Return the type of CSL for a word: one of CSL, BibTeX or Hugo Blox; empty for any other."""
    word = word.strip().casefold()
    if word in _CSL_TYPES:
        return word
    return TYPES[word].csl if word in TYPES else _OTHER_WORDS.get(word, "")
