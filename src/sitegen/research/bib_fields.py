"""What the fields of BibTeX and BibLaTeX are in CSL, and which are nobody else's business.

Sources: biblatex 3.20, section 2.2; CSL 1.0.2, appendix IV; the manuals of al-folio, JabRef, Zotero
and BibDesk for their own fields.
"""

from __future__ import annotations

from functools import lru_cache

from sitegen.late_patterns import compile_late

__all__ = [
    "CITED",
    "DATES",
    "KEEPS_CASE",
    "LANGUAGES",
    "NAMES",
    "VARIABLES",
    "VERBATIM",
    "is_bookkeeping",
]

#: Fields with names, and their roles in CSL.
NAMES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "bookauthor": "container-author",
    "holder": "author",  # of a patent that names no author
    "editora": "contributor",
    "editorb": "contributor",
    "editorc": "contributor",
    "annotator": "contributor",
    "commentator": "contributor",
    "introduction": "contributor",
    "foreword": "contributor",
    "afterword": "contributor",
    "director": "director",
    "composer": "composer",
    "performer": "performer",
    "producer": "producer",
    "illustrator": "illustrator",
    "interviewer": "interviewer",
    "recipient": "recipient",
    "compiler": "compiler",
    "curator": "curator",
    "organizer": "organizer",
}
#: Dates beside that of publication.
DATES = {"urldate": "accessed", "eventdate": "event-date", "origdate": "original-date"}
#: Fields whose text is a variable of CSL in every type of work.
VARIABLES = {
    "abstract": "abstract",
    "shorttitle": "title-short",
    "shortjournal": "container-title-short",
    "series": "collection-title",
    "volume": "volume",
    "volumes": "number-of-volumes",
    "edition": "edition",
    "chapter": "chapter-number",
    "pagetotal": "number-of-pages",
    "part": "part-number",
    "issue": "issue",
    "eid": "number",
    "type": "genre",
    "version": "version",
    "pubstate": "status",
    "eventtitle": "event-title",
    "venue": "event-place",
    "location": "publisher-place",
    "address": "publisher-place",
    "origtitle": "original-title",
    "origpublisher": "original-publisher",
    "origlocation": "original-publisher-place",
}
#: Fields that are no LaTeX: what is written is what is meant.
VERBATIM = frozenset(
    {"doi", "url", "eprint", "eprinttype", "archiveprefix", "eprintclass", "primaryclass"}
    | {"isbn", "issn", "pmid", "pmcid", "preview", "date", "urldate", "eventdate", "origdate"}
    | {"google_scholar_id", "inspirehep_id", "same_as", "not_same_as", "selected", "bibtex_show"}
)
#: Titles, in which braces keep the case of what is in them.
KEEPS_CASE = frozenset(
    {"title", "subtitle", "titleaddon", "booktitle", "booksubtitle", "maintitle", "shorttitle"}
)
#: The fields of an entry that others need to cite the work.
CITED = frozenset(
    {*NAMES, *DATES, *VARIABLES, *KEEPS_CASE, "doi", "url", "eprint", "eprinttype", "eprintclass"}
    | {"archiveprefix", "primaryclass", "isbn", "issn", "pmid", "pmcid", "date", "year", "month"}
    | {"day", "journal", "journaltitle", "journalsubtitle", "issuetitle", "booktitleaddon"}
    | {"mainsubtitle", "pages", "publisher", "institution", "school", "organization", "note"}
    | {"addendum", "howpublished", "language", "langid", "origlanguage", "editortype", "number"}
    | {"editoratype", "editorbtype", "editorctype", "entrysubtype"}
) - {"abstract"}
#: Names of languages in babel and in styles, as tags.
LANGUAGES = {
    "english": "en",
    "american": "en-US",
    "usenglish": "en-US",
    "british": "en-GB",
    "ukenglish": "en-GB",
    "german": "de",
    "ngerman": "de",
    "austrian": "de-AT",
    "french": "fr",
    "francais": "fr",
    "spanish": "es",
    "italian": "it",
    "portuguese": "pt",
    "brazilian": "pt-BR",
    "dutch": "nl",
    "polish": "pl",
    "czech": "cs",
    "danish": "da",
    "swedish": "sv",
    "norwegian": "no",
    "finnish": "fi",
    "hungarian": "hu",
    "russian": "ru",
    "ukrainian": "uk",
    "greek": "el",
    "turkish": "tr",
    "arabic": "ar",
    "hebrew": "he",
    "persian": "fa",
    "japanese": "ja",
    "chinese": "zh",
    "korean": "ko",
}
#: What programs keep for themselves, and notes of their users, which are not for others.
_BOOKKEEPING = frozenset(
    {"file", "crossref", "xdata", "xref", "ids", "options", "entryset", "execute", "label"}
    | {"shorthand", "sortkey", "sortname", "sorttitle", "sortyear", "presort", "langidopts"}
    | {"related", "relatedtype", "relatedstring", "relatedoptions", "indextitle", "gender"}
    | {"hyphenation", "timestamp", "owner", "creationdate", "modificationdate", "date-added"}
    | {"date-modified", "added-at", "interhash", "intrahash", "biburl", "bibsource", "username"}
    | {"__markedentry", "ranking", "rating", "readstatus", "priority", "printed", "search"}
    | {"qualityassured", "relevance", "library", "comment", "review", "annote", "local-url"}
    | {"localfile", "nameaddon"}
)
_BOOKKEEPING_OF = compile_late(r"(?:bdsk|citeulike|mendeley|comment|jabref)-.*|_.*")


@lru_cache(maxsize=1024)  # the same few names are in all entries
def is_bookkeeping(name: str) -> bool:
    """Tell whether a field says nothing about the work, or is a note to oneself."""
    return name in _BOOKKEEPING or _BOOKKEEPING_OF.fullmatch(name) is not None
