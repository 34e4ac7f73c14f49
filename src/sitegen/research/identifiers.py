"""Identifiers of works, people and organisations: their normal forms, and their check digits.

Each function takes what an author wrote, with or without the address of a resolver, and returns
the normal form or a `Problem`. Sources: the DOI handbook, section 2; ISO 27729, and "Structure of
the ORCID identifier"; ISO 2108 (ISBN); ISO 3297 (ISSN); ror.org, "ROR identifier pattern"; arXiv's
"Understanding the arXiv identifier"; the help of PubMed and of HAL.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from sitegen.diagnostics import Problem, Severity, declare
from sitegen.late_patterns import compile_late

__all__ = [
    "INVALID_IDENTIFIER",
    "find_arxiv",
    "parse_arxiv",
    "parse_doi",
    "parse_hal",
    "parse_isbn",
    "parse_issn",
    "parse_orcid",
    "parse_pmcid",
    "parse_pmid",
    "parse_ror",
]

INVALID_IDENTIFIER = declare("invalid-identifier", Severity.WARNING)

_DOI_PREFIX = compile_late(r"(?:https?://)?(?:(?:dx|www)\.)?doi\.org/+|doi\s*:?\s*", re.IGNORECASE)
_DOI = compile_late(r"10\.\d{4,9}(?:\.\d+)*/\S+", re.ASCII)
#: Marks of a sentence that end up behind a DOI; each closes what the DOI does not open.
_AFTER_DOI = ".,;"
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_ORCID_PREFIX = compile_late(r"(?:https?://)?(?:www\.)?orcid\.org/|orcid\s*:?\s*", re.IGNORECASE)
_ORCID = compile_late(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])", re.ASCII)
_ROR_PREFIX = compile_late(r"(?:https?://)?(?:www\.)?ror\.org/|ror\s*:\s*", re.IGNORECASE)
_ROR = compile_late(r"0[0-9a-hjkmnp-tv-z]{6}[0-9]{2}", re.ASCII)
_ROR_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_ARXIV_PREFIX = compile_late(
    r"(?:https?://)?(?:(?:www|export)\.)?arxiv\.org/(?:abs|pdf|html|format)/"
    r"|(?:https?://)?(?:dx\.)?doi\.org/10\.48550/arxiv\.|10\.48550/arxiv\.|arxiv\s*[:.]?\s*",
    re.IGNORECASE,
)
_NEW_ARXIV = r"(?:0[7-9]|[1-9]\d)(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD_ARXIV = r"[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/\d{7}"
_ARXIV = compile_late(rf"(?:{_NEW_ARXIV}|{_OLD_ARXIV})(?:v\d{{1,2}})?", re.ASCII)
_ARXIV_IN_TEXT = compile_late(
    rf"arxiv\W{{0,3}}(?:org/(?:abs|pdf)/)?(?P<id>(?:{_NEW_ARXIV}|{_OLD_ARXIV})(?:v\d{{1,2}})?)\b",
    re.IGNORECASE | re.ASCII,
)
_PMID_PREFIX = compile_late(
    r"(?:https?://)?(?:(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/|pubmed\.ncbi\.nlm\.nih\.gov/)"
    r"|(?:pubmed|pmid)\s*:?\s*",
    re.IGNORECASE,
)
_PMCID_PREFIX = compile_late(
    r"(?:https?://)?(?:(?:www\.)?ncbi\.nlm\.nih\.gov/pmc/articles/|pmc\.ncbi\.nlm\.nih\.gov/articles/)"
    r"|pmcid\s*:?\s*",
    re.IGNORECASE,
)
_HAL_PREFIX = compile_late(
    r"(?:https?://)?[\w.-]*hal\.(?:archives-ouvertes\.fr|science)/|hal\s*:\s*"
)
_HAL = compile_late(r"[a-z][a-z0-9_]*-\d{8}(?:v\d{1,3})?", re.ASCII)
_ISBN_PREFIX = compile_late(r"isbn(?:[- ]?1[03])?\s*:?\s*", re.IGNORECASE)
_ISSN_PREFIX = compile_late(r"[ep]?-?issn(?:-l)?\s*:?\s*", re.IGNORECASE)
_CHECK_WRONG = "a digit of it is wrong; if that is the last one, it should be {}"
_PMID_DIGITS, _ISBN_10, _ISBN_13 = 8, 10, 13


def parse_doi(text: str) -> str | Problem:
    """Return a DOI without its resolver, such as `10.1000/182`. Its case does not count."""
    name = text.strip()
    found = _DOI_PREFIX.match(name)
    if found:
        name = name[found.end() :]
        name = unquote(name) if "/" in found[0] else name
    name = name.strip().rstrip(_AFTER_DOI)
    if _DOI.fullmatch(name):
        return name
    inside = _DOI.search(unquote(text))
    hint = f"write '{inside[0].rstrip(_AFTER_DOI)}'" if inside else "a DOI is like '10.1000/182'"
    return _problem(text, "is not a DOI", hint)


def parse_orcid(text: str) -> str | Problem:
    """Return an ORCID iD without its address, such as `0000-0002-1825-0097`."""
    name = _without(_ORCID_PREFIX, text).translate(_DASHES)
    found = _ORCID.fullmatch(name.rstrip("/").replace(" ", "").upper())
    if not found:
        return _problem(text, "is not an ORCID iD", "one is like '0000-0002-1825-0097'")
    digits = "".join(found.groups())
    check = _orcid_check(digits[:-1])
    if digits[-1] != check:
        return _problem(text, "is not an ORCID iD", _CHECK_WRONG.format(check))
    return "-".join(found.groups())


def _orcid_check(digits: str) -> str:
    """Return the check digit of ISO 7064, MOD 11-2."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11]


def parse_isbn(text: str) -> str | Problem:
    """Return the 13 digits of an ISBN; one of 10 digits gets those that it has today."""
    name = _without(_ISBN_PREFIX, text)
    digits = re.sub(r"[\s-]", "", name.translate(_DASHES)).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits, re.ASCII):
        check = _isbn_10_check(digits[:-1])
        if digits[-1] != check:
            return _problem(text, "is not an ISBN", _CHECK_WRONG.format(check))
        return f"978{digits[:-1]}{_isbn_13_check('978' + digits[:-1])}"
    if re.fullmatch(r"97[89]\d{10}", digits, re.ASCII):
        check = _isbn_13_check(digits[:-1])
        if digits[-1] != check:
            return _problem(text, "is not an ISBN", _CHECK_WRONG.format(check))
        return digits
    count = sum(char.isdigit() or char == "X" for char in digits)
    wrong = digits.isalnum() and count == len(digits)
    if wrong and count not in {_ISBN_10, _ISBN_13}:
        hint = f"it has {count} digits; an ISBN has {_ISBN_13}, or {_ISBN_10}"
    else:
        hint = "one is like '978-3-16-148410-0'"
    return _problem(text, "is not an ISBN", hint)


def _isbn_10_check(digits: str) -> str:
    total = sum((10 - place) * int(digit) for place, digit in enumerate(digits))
    return "0123456789X"[-total % 11]


def _isbn_13_check(digits: str) -> str:
    total = sum((3 if place % 2 else 1) * int(digit) for place, digit in enumerate(digits))
    return str(-total % 10)


def parse_issn(text: str) -> str | Problem:
    """Return an ISSN with its hyphen, such as `2049-3630`."""
    name = _without(_ISSN_PREFIX, text)
    digits = re.sub(r"[\s-]", "", name.translate(_DASHES)).upper()
    if not re.fullmatch(r"\d{7}[\dX]", digits, re.ASCII):
        return _problem(text, "is not an ISSN", "one is like '2049-3630'")
    total = sum((8 - place) * int(digit) for place, digit in enumerate(digits[:-1]))
    check = "0123456789X"[-total % 11]
    if digits[-1] != check:
        return _problem(text, "is not an ISSN", _CHECK_WRONG.format(check))
    return f"{digits[:4]}-{digits[4:]}"


def parse_ror(text: str) -> str | Problem:
    """Return an id of the Research Organization Registry without its address, as `05dxps055`."""
    name = _without(_ROR_PREFIX, text).rstrip("/").casefold()
    if not _ROR.fullmatch(name):
        return _problem(text, "is not an id of ROR", "one is like '05dxps055'; see ror.org")
    number = 0
    for letter in name[:7]:
        number = number * 32 + _ROR_LETTERS.index(letter)
    check = f"{98 - number * 100 % 97:02d}"
    if name[7:] != check:
        hint = f"a letter of it is wrong; if only the last two are, they should be {check}"
        return _problem(text, "is not an id of ROR", hint)
    return name


def parse_arxiv(text: str) -> str | Problem:
    """Return an id of arXiv, such as `2301.01234`, `2301.01234v2` or `hep-th/9901001`."""
    name = re.sub(r"\.pdf$|\s*\[[\w.-]+\]$|/$", "", _without(_ARXIV_PREFIX, text))
    if _ARXIV.fullmatch(name):
        return name
    hint = "one is like '2301.01234' or 'hep-th/9901001'"
    return _problem(text, "is not an id of arXiv", hint)


def find_arxiv(text: str) -> str:
    """Return the id in a text such as `arXiv preprint arXiv:2301.01234`, or nothing."""
    found = _ARXIV_IN_TEXT.search(text)
    return found["id"] if found else ""


def parse_pmid(text: str) -> str | Problem:
    """Return an id of PubMed: up to eight digits."""
    name = _without(_PMID_PREFIX, text).rstrip("/")
    if name.isascii() and name.isdigit() and len(name) <= _PMID_DIGITS and int(name):
        return name
    if re.fullmatch(r"PMC\d+", name, re.IGNORECASE | re.ASCII):
        return _problem(text, "is not a PMID", "it is a PMCID; write 'pmcid = {...}'")
    return _problem(text, "is not a PMID", "one is a number of up to eight digits")


def parse_pmcid(text: str) -> str | Problem:
    """Return an id of PubMed Central, such as `PMC1234567`."""
    name = _without(_PMCID_PREFIX, text).rstrip("/").upper()
    name = name if name.startswith("PMC") else f"PMC{name}"
    if re.fullmatch(r"PMC\d{1,9}", name, re.ASCII):
        return name
    return _problem(text, "is not a PMCID", "one is like 'PMC1234567'")


def parse_hal(text: str) -> str | Problem:
    """Return an id of HAL, such as `hal-01234567` or `tel-01234567v2`."""
    name = _without(_HAL_PREFIX, text).rstrip("/")
    if _HAL.fullmatch(name):
        return name
    return _problem(text, "is not an id of HAL", "one is like 'hal-01234567'")


def _without(prefix: re.Pattern[str], text: str) -> str:
    """Return a text without what may stand before an identifier."""
    name = text.strip()
    found = prefix.match(name)
    return name[found.end() :].strip() if found else name


def _problem(text: str, message: str, hint: str) -> Problem:
    shown = " ".join(text.split())[:80]
    return Problem(INVALID_IDENTIFIER, f"'{shown}' {message}", hint)
