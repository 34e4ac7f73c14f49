"""Read `[collections.NAME]`: folders or data files of entries with typed fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import msgspec

from sitegen.config.field_types import FieldType, parse_field_type
from sitegen.config.path_limits import find_excess
from sitegen.diagnostics import did_you_mean
from sitegen.late_patterns import compile_late

__all__ = [
    "Collection",
    "CollectionConfig",
    "check_collections",
    "list_collections",
    "list_switched_off",
]

_NAME = compile_late(r"[a-z][a-z0-9_]*")
_PATH = compile_late(r"[^\s\\?#%:<>\"'*/]+(?:/[^\s\\?#%:<>\"'*/]+)*")
#: What an entry has beside its fields.
_ALWAYS = ("title", "date", "weight")


class CollectionConfig(msgspec.Struct, frozen=True, kw_only=True):
    """A collection as it is written; what is not written of a built-in one is as it is built in.

    `folder` is one of `content/`, `data` a file of `data/`. `fields` map names to types, `groups`
    of people map titles or built-in groups to roles.
    """

    folder: str = ""
    data: str = ""
    title: str = ""
    url: str = ""
    template: str = ""
    fields: dict[str, str] = msgspec.field(default_factory=dict)
    required: tuple[str, ...] = ()
    sort: str = ""
    group_by: str = ""
    groups: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    paginate: bool | None = None
    feed: bool | None = None
    enabled: bool = True


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """A collection: where its entries are, what they hold, how they are ordered.

    `folder` begins with `content/` and may not exist; it is empty if entries have no pages. `data`
    begins with `data/`. `url` is the path of the list without slashes around it, empty for that of
    the folder. With `dated`, an entry is published at its date.
    """

    name: str
    folder: str
    data: str
    title: str
    url: str
    template: str
    fields: Mapping[str, FieldType]
    required: tuple[str, ...]
    sort: str
    group_by: str
    groups: Mapping[str, tuple[str, ...]]
    paginate: bool
    feed: bool
    built_in: bool
    dated: bool


def list_collections(written: Mapping[str, CollectionConfig]) -> dict[str, Collection]:
    """Return the built-in collections and those of the configuration by their names."""
    from sitegen.config.built_in_collections import BUILT_IN

    found: dict[str, Collection] = {}
    for name in (*BUILT_IN, *(name for name in written if name not in BUILT_IN)):
        if name not in written:
            found[name] = _resolve_built_in(name)
            continue
        own, built_in = written.get(name, CollectionConfig()), BUILT_IN.get(name)
        if own.enabled:
            whole = _fill(own, built_in) if built_in else own
            found[name] = _resolve(name, whole, bool(built_in))
    return found


def list_switched_off(written: Mapping[str, CollectionConfig]) -> dict[str, Collection]:
    """Return the built-in collections that a site turns off: those of which it has no entries."""
    from sitegen.config.built_in_collections import BUILT_IN

    names = (name for name, each in written.items() if not each.enabled and name in BUILT_IN)
    return {
        name: msgspec.structs.replace(_resolve_built_in(name), folder="", data="") for name in names
    }


@cache
def _resolve_built_in(name: str) -> Collection:
    """Return a built-in collection of which a site writes nothing; it is asked for many times."""
    from sitegen.config.built_in_collections import BUILT_IN

    return _resolve(name, BUILT_IN[name], built_in=True)


def check_collections(
    written: Mapping[str, CollectionConfig],
) -> Iterator[tuple[str, str, str]]:
    """Yield the settings that are wrong, each with a message and a hint."""
    from sitegen.config.built_in_collections import BUILT_IN

    known = list_collections(
        {name: msgspec.structs.replace(each, fields={}) for name, each in written.items()}
    )
    folders: dict[str, str] = {}
    for name, config in written.items():
        setting = f"collections.{name}"
        if not _NAME.fullmatch(name):
            yield setting, f"'{name}' must be a word in small letters, such as 'instruments'", ""
        yield from _check_places(setting, config, has_entries=name in BUILT_IN)
        if config.groups and name != "people":
            hint = "write 'group_by' for other collections"
            yield f"{setting}.groups", "only people have groups by their roles", hint
        for each, text in config.fields.items():
            yield from _check_field(setting, each, text, known)
    for name, collection in known.items():
        other = folders.setdefault(collection.folder or name, name)
        if other != name and name in written:
            message = f"'{collection.folder}' is the folder of '{other}', too"
            yield f"collections.{name}.folder", message, "write another folder"
    yield from _check_names(written, known)


def _fill(own: CollectionConfig, built_in: CollectionConfig) -> CollectionConfig:
    """Return a built-in collection with what a site writes of it."""
    empty = CollectionConfig()
    names = CollectionConfig.__struct_fields__
    changed = {
        name: getattr(own, name) for name in names if getattr(own, name) != getattr(empty, name)
    }
    changed["fields"] = {**built_in.fields, **own.fields}
    return msgspec.structs.replace(built_in, **changed)


def _resolve(name: str, config: CollectionConfig, built_in: bool) -> Collection:  # noqa: FBT001  # a fact of its callers
    from sitegen.config.built_in_collections import DATED

    folder = config.folder.strip("/")
    data = config.data.strip("/").removeprefix("data/")
    return Collection(
        name=name,
        folder=f"content/{folder.removeprefix('content/')}" if folder else "",
        data=f"data/{data}" if data else "",
        title=config.title,
        url=config.url.strip("/"),
        template=config.template,
        fields={each: parse_field_type(text) for each, text in config.fields.items()},
        required=config.required,
        sort=config.sort,
        group_by=config.group_by,
        groups=config.groups,
        paginate=not built_in if config.paginate is None else config.paginate,
        feed=bool(config.feed),
        built_in=built_in,
        dated=name in DATED,
    )


def _check_places(
    setting: str, config: CollectionConfig, *, has_entries: bool
) -> Iterator[tuple[str, str, str]]:
    """Yield places that are no paths; `has_entries` tells that a folder need not be named."""
    for name in ("folder", "data", "url"):
        path = getattr(config, name).strip("/")
        if path and (not _PATH.fullmatch(path) or {".", ".."} & set(path.split("/"))):
            yield f"{setting}.{name}", f"'{path}' is not a path such as 'lab/instruments'", ""
        elif excess := find_excess(path):
            yield f"{setting}.{name}", excess, "write a shorter one"
    if not config.folder and not config.data and config.enabled and not has_entries:
        yield setting, "it has no entries", 'write folder = "instruments" or data = "x.yaml"'


def _check_field(
    setting: str, name: str, text: str, known: Mapping[str, Collection]
) -> Iterator[tuple[str, str, str]]:
    place = f"{setting}.fields.{name}"
    if not _NAME.fullmatch(name):
        yield place, f"'{name}' must be a word in small letters, such as 'room'", ""
    try:
        kind = parse_field_type(text)
    except ValueError as error:
        message, hint = error.args
        yield place, message, hint
        return
    if kind.target and kind.target not in known:
        hint = did_you_mean(kind.target, known, "write the name of a collection")
        yield place, f"there is no collection '{kind.target}'", hint


def _check_names(
    written: Mapping[str, CollectionConfig], known: Mapping[str, Collection]
) -> Iterator[tuple[str, str, str]]:
    """Yield the names of fields, in other settings, that the collection does not have."""
    from sitegen.config.built_in_collections import BUILT_IN

    for name, config in written.items():
        built_in = BUILT_IN.get(name)
        names = {*config.fields, *(built_in.fields if built_in else ()), *_ALWAYS}
        if name == "publications":
            names |= {"year", "type", "venue"}
        used = [("required", each) for each in config.required]
        used += [("sort", config.sort.removeprefix("-")), ("group_by", config.group_by)]
        for setting, each in used:
            if each and each not in names and name in known:
                hint = did_you_mean(each, sorted(names), "write one of its fields")
                yield f"collections.{name}.{setting}", f"there is no field '{each}'", hint
