"""Read what other generators call the fields of entries: Hugo Blox, al-folio, Quarto and others.

Sources: the templates and documentation of Hugo Blox, al-folio, academicpages, the Lab Website
Template and Quarto. docs/moving.md lists the names for authors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from typing import Any

import msgspec

from sitegen.content.other_names import OTHER_NAMES, fold_name
from sitegen.late_patterns import compile_late
from sitegen.research.entry_types import csl_type

__all__ = ["OtherFields", "is_setting_elsewhere", "plain_text", "read_other_fields"]

Read = Callable[[Any], Any]


class OtherFields(msgspec.Struct, frozen=True):
    """The fields of an entry under the names of its collection; `names` are those written."""

    fields: Mapping[str, Any]
    names: Mapping[str, str] = msgspec.field(default_factory=dict)


def read_other_fields(
    collection: str, written: Mapping[str, Any], known: Container[str]
) -> OtherFields:
    """Return the fields of an entry, those of other generators under the names that they have here.

    `known` are the fields of the collection. A field that is written under its own name counts;
    one that stands for something the collection does not have stays as it is.
    """
    table = {**({} if collection == "people" else _LINKS), **_TABLES.get(collection, {})}
    fields: dict[str, Any] = {}
    found: dict[str, list[tuple[int, str, Any]]] = {}
    links: list[tuple[str, str, str]] = []
    for name, value in written.items():
        rule = table.get(fold_name(name))
        if rule and name in known:
            # Its own name, too, may have the value of another generator: an address is a table.
            is_foreign = rule.field == name and isinstance(value, Mapping)
            value = rule.read(value) if is_foreign else value  # noqa: PLW2901
            rule = None
        meant = rule.read(value) if rule else None
        if rule is None or not _says_something(meant):
            fields[name] = value
        elif rule.field in known:
            found.setdefault(rule.field, []).append((rule.rank, name, meant))
        elif rule.link and "links" in known and isinstance(meant, str):
            links.append((rule.link, name, meant))
        else:
            fields[name] = value
    names: dict[str, str] = {}
    for target, several in found.items():
        several.sort(key=lambda each: each[0])
        if _says_something(fields.get(target)):
            fields |= {name: value for _, name, value in several}
            continue
        names[target] = several[0][1]
        fields[target] = _join(target, [value for _, _, value in several])
    if links:
        names.setdefault("links", links[0][1])
        fields["links"] = [*_rows(fields.get("links")), *({k: url} for k, _, url in links)]
    return OtherFields(fields, names)


def is_setting_elsewhere(name: str, value: Any) -> bool:
    """Tell whether a field says nothing of its entry: it is empty, or only for another program.

    Fields that may be a taxonomy, and pictures without a path, are reported as those.
    """
    folded = fold_name(name)
    if folded in _SETTINGS or not _says_something(value):
        return True
    if folded in _SWITCHES and isinstance(value, bool | Mapping | list):
        return True
    if folded == "type" and str(value).casefold() in _LAYOUTS:
        return True
    picture = OTHER_NAMES.get(folded)
    return bool(picture and picture.field == "featured_image" and isinstance(value, Mapping))


def _says_something(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_says_something, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_says_something, value))
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _join(target: str, values: list[Any]) -> Any:
    """Return one value of several fields, such as the season and the year of a term."""
    if target in _JOINED and len(values) > 1:
        texts = dict.fromkeys(str(value) for value in values)
        return _JOINED[target].join(text for text in texts if text)
    return values[0]


def _rows(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value] if value else []


def _same(value: Any) -> Any:
    return value


def _text(value: Any) -> str:
    """Return a text; of a list, the first one."""
    first = next(iter(value), "") if isinstance(value, list | tuple) else value
    return "" if first is None or isinstance(first, Mapping | list | tuple) else str(first)


def plain_text(text: str) -> str:
    """Return a text without the emphasis of Markdown: `In *Nature*`."""
    return _EMPHASIS.sub(r"\2", text).strip()


def _plain(value: Any) -> str:
    return plain_text(_text(value))


def _address(value: Any) -> str:
    """Return a postal address, which Hugo Blox has as a table."""
    if not isinstance(value, Mapping):
        return _text(value)
    named = {str(name).casefold(): str(part) for name, part in value.items() if part}
    parts = ("street", "postcode", "city", "region", "country")
    ordered = [named.pop(name) for name in parts if name in named]
    return ", ".join([*ordered, *named.values()])


def _web_address(value: Any) -> str:
    """Return an address of the web; any other value means something else."""
    text = _text(value).strip()
    return text if re.match(r"https?://", text, re.IGNORECASE) else ""


def _repository(value: Any) -> str:
    """Return the address of a repository, which may be written as `owner/name`."""
    text = _text(value).strip()
    return f"https://github.com/{text}" if re.fullmatch(r"[\w.-]+/[\w.-]+", text) else text


def _pdf(value: Any) -> str:
    text = _text(value).strip()
    return text if text.partition("?")[0].casefold().endswith(".pdf") else ""


def _kind(value: Any) -> str:
    return csl_type(_text(value))


def _level(value: Any) -> str:
    """Return the level of a course; some words say how Hugo shows a page."""
    text = _text(value)
    return "" if text.casefold() in _LAYOUTS else text


def _about_links(value: Any) -> Any:
    """Return the links of a page `about` of Quarto."""
    return value.get("links") if isinstance(value, Mapping) else None


class _Rule(msgspec.Struct, frozen=True):
    """The field that a name stands for, how its value is read, and its place among several.

    Where a collection lacks the field, its value may be a link of the kind `link`.
    """

    field: str
    read: Read = _same
    rank: int = 0
    link: str = ""


def _names(names: str, target: str, read: Read = _same, link: str = "") -> dict[str, _Rule]:
    return {
        fold_name(name): _Rule(target, read, rank, link) for rank, name in enumerate(names.split())
    }


_EMPHASIS = compile_late(r"(\*{1,3}|(?<!\w)_{1,3})(?=\S)([^*_]{1,300})(?<=\S)\1")
#: Fields that two names may give together, and what stands between.
_JOINED = {"term": " ", "place": ", "}

#: Fields that are buttons wherever they stand: those of Hugo Blox and academicpages.
_LINKS = {
    **_names("url_pdf pdf_url pdfurl", "pdf", _text, "pdf"),
    **_names("url_code code_url", "code", _text, "code"),
    **_names("url_dataset dataset_url data_url", "data", _text, "data"),
    **_names("url_slides slidesurl slides_url", "slides", _text, "slides"),
    **_names("url_poster posterurl poster_url", "poster", _text, "poster"),
    **_names("url_video video_url", "video", _text, "video"),
    **_names("url_source", "source", _text, "source"),
    **_names("url_preprint", "preprint", _text, "preprint"),
    **_names("external_link url_project project_url", "website", _web_address, "website"),
    **_names("link", "website", _web_address, "website"),
    **_names("repo repository github_repo", "repository", _repository, "code"),
    **_names("github", "repository", _repository, "github"),
}
_COURSE_PLACE = _names("venue location where", "place", _address)
_EVENT = {
    **_names("venue location", "place", _address),
    **_names("address", "address", _address),
    **_names("type talk_type", "kind", _plain),
    **_names("date_end end_date", "end"),
    **_names("speakers presenter presenters", "speaker"),
    **_names("registration register_url", "register", _web_address),
}
_TABLES: Mapping[str, Mapping[str, _Rule]] = {
    "people": {
        **_names("about", "links", _about_links),
        **_names("honors", "awards"),
    },
    "publications": {
        **_names("publication journal booktitle conference publication_short", "venue", _plain),
        **_names("publication_types publication_type type category", "type", _kind),
        **_names("featured highlight", "selected"),
        **_names("paperurl", "pdf", _pdf),
    },
    "projects": {
        **_names("pi lead principal_investigator", "leader"),
        **_names("featured", "selected"),
    },
    "events": _EVENT,
    "talks": _EVENT,
    "teaching": {
        **_COURSE_PLACE,
        **_names("semester year", "term", _text),
        **_names("course_id course_number course_code number", "code", _text),
        **_names("instructor teacher teachers", "instructors"),
        **_names("type", "level", _level),
    },
}


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold_name, words.split()))


#: Settings of other generators and their themes, which say how a page looks there.
_SETTINGS = _folded(
    # taxonomies, which are reported where they are not declared
    "categories category keywords series "
    # Hugo and Hugo Blox; a date of publication has been read
    "publishDate linkTitle translationKey outputs resources cms_exclude superuser highlight_name "
    "user_groups show_date show_related show_breadcrumb commentable editable reading_time pager "
    "gallery_item all_day content_meta "
    # Jekyll, al-folio, academicpages
    "collection comments giscus_comments disqus_comments related_posts related_publications "
    "sitemap classes read_time author_profile horizontal inline _styles tikzjax mermaid "
    "pretty_table code_diff pseudocode typograms bibtexurl "
    # Quarto
    "format listing execute engine jupyter page_layout toc_depth toc_title toc_location "
    "number_sections bibliography csl code_fold code_tools freeze title_block_banner "
    "title_block_style about image_alt include_in_header include_before_body include_after_body "
    "html_math_method date_format link_citations"
)
#: The same, if the value is a table, true or false: with a text they may be what an author means.
_SWITCHES = _folded(
    "share profile social math diagram highlight view design header sections chart map tabs "
    "editor filters params css theme featured"
)
#: What `type` says in Hugo: which layout a page has.
_LAYOUTS = frozenset("page landing docs book post posts blog widget_page authors".split())
