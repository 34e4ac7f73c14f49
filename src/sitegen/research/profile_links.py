"""Read the links of a person, a project or a site: handles become addresses.

    links: {github: ada, mastodon: "@ada@fosstodon.org", website: https://ada.example}
    links: [https://github.com/ada, {title: My blog, url: https://ada.example/blog}]

The lists of Hugo Blox (`social`, `profiles`) and the fields of al-folio (`scholar_userid`) are
read, too. Only addresses of the web, e-mail addresses, telephone numbers and paths of the site come
out; anything else is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from sitegen.content.publication_fields import INVALID_FIELD
from sitegen.content.slots import UNSAFE_URL
from sitegen.diagnostics import Problem, Severity, declare, did_you_mean
from sitegen.late_patterns import compile_late
from sitegen.model import EntryLink
from sitegen.research.identifiers import parse_orcid
from sitegen.research.profile_sites import (
    OTHER_KINDS,
    PROFILE_SITES,
    kind_of_address,
    kind_of_word,
)

__all__ = ["is_profile_field", "parse_profile_link", "read_link_field", "read_profile_links"]

PROFILE_LINK = declare("profile-link", Severity.WARNING)

#: Fields that hold links, those of other generators after that of sitegen.
_LISTS = ("links", "profiles", "social", "socials")
#: Fields of a person that are links by themselves, as in al-folio.
_FIELDS = compile_late(
    r"(?:website|homepage|cv|cv_pdf|phone|"
    r"(?:scholar|github|gitlab|mastodon|bluesky|linkedin|x|twitter|youtube|researchgate|osf|zenodo"
    r"|huggingface|arxiv|dblp|semanticscholar|semantic_scholar|pubmed|hal)"
    r"(?:_(?:userid|username|id|url|profile))?)"
)
_KIND_KEYS = ("kind", "type", "platform", "icon", "network")
_URL_KEYS = ("url", "link", "href", "handle", "username")
_TITLE_KEYS = ("title", "label", "name", "text")
_EMAIL = compile_late(r"[^\s@<>\"',;:/?&%]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = compile_late(r"\+?[\d\s()./-]{5,}")
_SCHEME = compile_late(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSAFE = compile_late(r"[\x00-\x20\x7f\"<>\\^`{|}]")


def read_profile_links(
    values: Mapping[str, Any], orcid: str = ""
) -> tuple[tuple[tuple[str, EntryLink], ...], tuple[tuple[str, Problem], ...]]:
    """Return the links in the fields of a person, and problems, both with the names of fields.

    An address that is there twice is one link. `orcid` is the iD that is already known. An e-mail
    address in a list is a link of the kind `email`; the field `email` is none.
    """
    found: dict[str, tuple[str, EntryLink]] = {}
    problems: list[tuple[str, Problem]] = []
    if orcid:
        _add(found, "orcid", EntryLink(kind="orcid", url=f"https://orcid.org/{orcid}"))
    for field in _LISTS:
        links, wrong = read_link_field(values.get(field))
        problems += [(field, problem) for problem in wrong]
        for link in links:
            _add(found, field, link)
    for field, value in values.items():
        if not _FIELDS.fullmatch(field) or not isinstance(value, str) or not value.strip():
            continue
        read = parse_profile_link(kind_of_word(field), value)
        if isinstance(read, Problem):
            problems.append((field, read))
        else:
            _add(found, field, read)
    return tuple(found.values()), tuple(problems)


def is_profile_field(name: str) -> bool:
    """Tell whether a field holds links, as those of Hugo Blox and al-folio do."""
    return name in _LISTS or _FIELDS.fullmatch(name) is not None


#: What an author has not filled in.
_EMPTY = frozenset({"", "mailto:", "tel:"})


def read_link_field(value: Any) -> tuple[tuple[EntryLink, ...], tuple[Problem, ...]]:
    """Return the links in a table `kind: handle`, or in a list of tables and addresses."""
    links: list[EntryLink] = []
    problems: list[Problem] = []
    for word, target, title in _rows(value):
        if target.strip().casefold() in _EMPTY:
            continue
        kind = _known_kind(word, target)
        if isinstance(kind, Problem):
            problems.append(kind)
            continue
        link = parse_profile_link(kind, target, title or (word if kind == "link" else ""))
        if isinstance(link, Problem):
            problems.append(link)
        else:
            links.append(link)
    return tuple(links), tuple(problems)


def parse_profile_link(kind: str, target: str, title: str = "") -> EntryLink | Problem:
    """Return the link to a profile, given by a handle or by its address."""
    target = target.strip()
    found = _SCHEME.match(target)
    scheme = found[1].casefold() if found and not _is_host(target) else ""
    for special, its_scheme, read in _SPECIAL:
        if kind == special or scheme == its_scheme:
            return read(target, title)
    if scheme not in {"", "http", "https"}:
        message = f"'{target}' must not be linked to"
        return Problem(UNSAFE_URL, message, "write an address that begins with 'https://'")
    if scheme:
        return _address(kind, target, title)
    if target.startswith("//") or _is_address_without_scheme(kind, target):
        return _address(kind, f"https://{target.lstrip('/')}", title)
    if kind in PROFILE_SITES:
        return _profile(kind, target, title)
    return _path(kind, target, title)


def _profile(kind: str, target: str, title: str) -> EntryLink | Problem:
    """Return the link to the profile with a handle."""
    site = PROFILE_SITES[kind]
    handle = target if kind == "mastodon" else target.removeprefix("@")
    matched = re.fullmatch(site.handle, handle)
    if not matched:
        hint = f"write it as '{kind}: {site.example}', or the whole address"
        return Problem(PROFILE_LINK, f"'{target}' is no name of a profile on {kind}", hint)
    parts = matched.groups() or (quote(handle, safe="/@%~+"),)
    return EntryLink(kind=kind, url=site.address.format(*parts), title=title)


def _rows(value: Any) -> Iterator[tuple[str, str, str]]:
    """Yield kind, target and title of every link that is written in a field."""
    if value is None:
        return
    if isinstance(value, str):
        yield "", value, ""
    elif isinstance(value, Mapping):
        target = next((value[key] for key in _URL_KEYS if isinstance(value.get(key), str)), None)
        if target is not None:
            kinds = (str(value[key]) for key in _KIND_KEYS if value.get(key))
            titles = (str(value[key]) for key in _TITLE_KEYS if value.get(key))
            yield next(kinds, ""), target, next(titles, "")
            return
        for kind, each in value.items():
            for one in each if isinstance(each, list | tuple) else [each]:
                if one is not None:
                    yield str(kind), _text_of(one), ""
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _rows(each)
    else:
        yield "", str(value), ""


def _text_of(value: Any) -> str:
    if isinstance(value, Mapping):
        return next((str(value[key]) for key in _URL_KEYS if value.get(key)), "")
    return str(value)


def _known_kind(word: str, target: str) -> str | Problem:
    """Return the kind of a link by the word that its author wrote, or by its address.

    A word that is no kind is a title if it stands beside an address, and else a problem.
    """
    kind = kind_of_word(word) if word else ""
    if kind and kind != "link":
        return kind
    if _EMAIL.fullmatch(target.removeprefix("mailto:")):
        return "email"
    if re.match(r"(?:https?:)?//|[a-z]+:", target, re.IGNORECASE):
        by_host = _kind_of(target)
        return "link" if word and by_host == "website" else by_host
    if "/" in target or "." in target or not word:
        return "link"
    hint = did_you_mean(word, (*PROFILE_SITES, *OTHER_KINDS), "write the whole address")
    message = f"'{word}' is no site whose addresses are known"
    return Problem(PROFILE_LINK, message, hint)


def _kind_of(url: str) -> str:
    try:
        parts = urlsplit(url)
        return kind_of_address(parts.hostname or "", parts.path)
    except ValueError:
        return "website"


def _address(kind: str, url: str, title: str) -> EntryLink | Problem:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").casefold()
        parts.port  # noqa: B018  # it raises
    except ValueError:
        host = ""
    if not host or "." not in host or parts.username or _UNSAFE.search(url):
        return Problem(PROFILE_LINK, f"'{url}' is not the address of a page", "correct it")
    hosts = PROFILE_SITES[kind].hosts if kind in PROFILE_SITES else ()
    wrong_host = hosts and not any(host == each or host.endswith(f".{each}") for each in hosts)
    if wrong_host or (kind == "scholar" and not re.search(r"(?:^|\.)google\.", host)):
        known = kind_of_address(host, parts.path)
        hint = f"write '{known}: …', if that is meant"
        return Problem(PROFILE_LINK, f"'{url}' is not an address of {kind}", hint)
    return EntryLink(kind=kind or "link", url=url, title=title)


def _email(target: str, title: str) -> EntryLink | Problem:
    if target.startswith(("/", "#")):  # the envelope of a contact form
        return _path("link", target, title)
    address = re.sub(r"^mailto:", "", target, flags=re.IGNORECASE).partition("?")[0]
    if not _EMAIL.fullmatch(address):
        hint = "write it as 'ada@lab.example'"
        return Problem(INVALID_FIELD, f"'{target}' is not an e-mail address", hint)
    return EntryLink(kind="email", url=f"mailto:{address}", title=title)


def _phone(target: str, title: str) -> EntryLink | Problem:
    number = re.sub(r"^tel:", "", target, flags=re.IGNORECASE).strip()
    if not _PHONE.fullmatch(number):
        hint = "write it as '+49 241 123456'"
        return Problem(INVALID_FIELD, f"'{target}' is not a telephone number", hint)
    plain = re.sub(r"\(0\)|[^\d+]", "", number)
    return EntryLink(kind="phone", url=f"tel:{plain}", title=title or number)


def _orcid(target: str, title: str) -> EntryLink | Problem:
    found = parse_orcid(target)
    if isinstance(found, Problem):
        return found
    return EntryLink(kind="orcid", url=f"https://orcid.org/{found}", title=title)


def _path(kind: str, target: str, title: str) -> EntryLink | Problem:
    """Return the link to a file or page of the site: its path, which the site resolves."""
    if not target or _UNSAFE.search(target.replace(" ", "")):
        return Problem(PROFILE_LINK, f"'{target}' is not an address", "write 'https://…' or a path")
    return EntryLink(kind=kind or "link", url=target, title=title)


def _is_host(target: str) -> bool:
    """Tell whether what looks like a scheme is a host with a port: `lab.example:8080/ada`."""
    return bool(re.match(r"[\w-]+(?:\.[\w-]+)+:\d", target))


def _is_address_without_scheme(kind: str, target: str) -> bool:
    """Tell whether an address lacks only its scheme: `github.com/ada`, `www.ada.example`."""
    host, slash, path = target.partition("/")
    if not re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?", host):
        return False
    if kind in PROFILE_SITES:
        hosts = PROFILE_SITES[kind].hosts
        known = any(host == each or host.endswith(f".{each}") for each in hosts)
        return bool(slash) and (known or (kind == "mastodon" and path.startswith("@")))
    is_file = re.search(r"\.(?:md|html?|pdf|docx?)$", target, re.IGNORECASE)
    return host.startswith("www.") or (kind == "website" and not is_file)


def _add(found: dict[str, tuple[str, EntryLink]], field: str, link: EntryLink) -> None:
    found.setdefault(link.url.rstrip("/"), (field, link))


#: Kinds that are no pages of profiles, with the schemes of their addresses.
_SPECIAL = (("email", "mailto", _email), ("phone", "tel", _phone), ("orcid", "orcid", _orcid))
