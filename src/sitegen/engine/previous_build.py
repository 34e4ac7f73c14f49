"""Read the site and the records of the previous build from the store.

Each page has its own row in the store, so that a build after edits reads only the pages it needs.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from sitegen.model import Page, Stored, digest_of
from sitegen.model.codec import encode_json, json_decoder
from sitegen.rendering.render_codec import pack_render_inputs, unpack_render_inputs
from sitegen.storage.store import is_worth_trimming

if TYPE_CHECKING:
    from sitegen.rendering.renderer import RenderInputs
    from sitegen.storage.build_history import LastBuild
    from sitegen.storage.store import Store

__all__ = [
    "BuildSummary",
    "NeedsWholeBuildError",
    "PreviousBuild",
    "StoredPages",
    "name_build",
    "read_previous_build",
    "read_records",
    "write_pages",
    "write_previous_build",
]

_PAGE = json_decoder(Page)
#: At least this many kinds of build are kept: previews of pull requests each have their base URL.
_VARIANTS = 8
#: With more pages than this in memory, a session drops all of them and starts again.
_LOADED = 2000


class NeedsWholeBuildError(Exception):
    """The edits change more than their own pages, or the store has lost entries that are needed.

    It is not a LookupError, since Jinja takes that for an undefined value.
    """


class BuildSummary(Stored, frozen=True):
    """Which build the pages and render inputs in the store come from.

    `base` is its `base_digest`, `records` how many render records of pages it left. `shared_cards`
    are the outputs of the social cards that several pages share, `cascading` the pages that have a
    cascade, `included` the files that other pages include.
    """

    build: str
    base: str
    records: int
    shared_cards: frozenset[str] = frozenset()
    cascading: tuple[str, ...] = ()
    included: frozenset[str] = frozenset()


class StoredPages(Mapping[str, Page]):
    """The pages of the previous build by key, each read from the store when it is first used."""

    def __init__(self, store: Store, variant: str, keys: frozenset[str]) -> None:
        self._store = store
        self._variant = variant
        self._keys = keys
        self._loaded: dict[str, Page] = {}

    def __getitem__(self, key: str) -> Page:
        if key not in self._keys:
            raise KeyError(key)
        page = self._loaded.get(key)
        if page is None:
            data = self._store.read("pages", f"{self._variant} {key}")
            if data is None:
                # The whole build that follows adds missing rows, but would keep damaged ones.
                self._store.delete("pages", (f"{self._variant} {each}" for each in self._keys))
                raise NeedsWholeBuildError(key)
            page = self._loaded[key] = _PAGE.decode(data)
        return page

    def follow(self, store: Store, edited: Mapping[str, Page]) -> StoredPages:
        """Return the pages after edits of some, read from a store that was opened again."""
        pages = StoredPages(store, self._variant, self._keys)
        if len(self._loaded) < _LOADED:
            pages._loaded.update(self._loaded)
        pages._loaded.update(edited)
        return pages

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class PreviousBuild(msgspec.Struct, frozen=True, kw_only=True):
    """The previous build: its summary, its render inputs, and their pages that load on demand."""

    summary: BuildSummary
    inputs: RenderInputs
    pages: StoredPages

    def follow(
        self, store: Store, summary: BuildSummary | None = None, edited: Mapping[str, Page] = {}
    ) -> PreviousBuild:
        """Return the build after edits of some pages, read from a store that was opened again."""
        pages = self.pages.follow(store, edited)
        site = msgspec.structs.replace(self.inputs.site, pages=pages)
        inputs = msgspec.structs.replace(self.inputs, site=site)
        return PreviousBuild(summary=summary or self.summary, inputs=inputs, pages=pages)


def write_previous_build(
    store: Store,
    variant: str,
    summary: BuildSummary,
    inputs: RenderInputs,
    changed: Container[str],
) -> None:
    """Store what the next build needs to know of a whole build that has been written.

    `changed` are the keys of the pages whose rows may be out of date.
    """
    pages = inputs.site.pages
    packed = pack_render_inputs(
        msgspec.structs.replace(inputs, site=msgspec.structs.replace(inputs.site, pages={}))
    )
    known = store.keys("pages", f"{variant} ")
    fresh = {key: page for key, page in pages.items() if key in changed or key not in known}
    store.delete("pages", (f"{variant} {key}" for key in known if key not in pages))
    if is_worth_trimming(len(fresh), len(known), len(pages)):
        store.trim("pages", frozenset(f"{variant} {key}" for key in pages))
    write_pages(store, variant, summary, fresh)
    keys = msgspec.json.encode(tuple(pages))
    store.write("notes", [(f"inputs {variant}", packed), (f"pages {variant}", keys)])
    for name in ("summary", "inputs", "pages"):
        store.trim("notes", frozenset({f"{name} {variant}"}), f"{name} ", spare=_VARIANTS)


def write_pages(
    store: Store, variant: str, summary: BuildSummary, pages: Mapping[str, Page]
) -> None:
    """Store these pages, and the build to which all stored pages now belong."""
    store.write("pages", ((f"{variant} {key}", encode_json(page)) for key, page in pages.items()))
    store.write("notes", [(f"summary {variant}", msgspec.json.encode(summary))])


def read_previous_build(store: Store, variant: str, last: LastBuild) -> PreviousBuild | None:
    """Return the previous build, or None if the store has lost it or has another one."""
    try:
        summary = msgspec.json.decode(
            store.read("notes", f"summary {variant}") or b"", type=BuildSummary
        )
        keys = msgspec.json.decode(
            store.read("notes", f"pages {variant}") or b"", type=frozenset[str]
        )
    except msgspec.DecodeError:
        return None
    packed = store.read("notes", f"inputs {variant}")
    if summary.build != name_build(last) or packed is None:
        return None
    inputs = unpack_render_inputs(packed)
    pages = StoredPages(store, variant, keys)
    previous = PreviousBuild(summary=summary, inputs=inputs, pages=pages)
    return previous.follow(store)


def read_records(
    store: Store, variant: str, summary: BuildSummary, files: Container[str]
) -> dict[str, bytes]:
    """Return the render records of all pages among the output's files, by output.

    Raises NeedsWholeBuildError when one is missing or damaged: its reads are then unknown.
    """
    found = store.read_all("renders", f"{variant} ")
    records = {name: data for name, data in found.items() if name in files}
    if len(records) != summary.records:
        raise NeedsWholeBuildError(variant)
    return records


def name_build(last: LastBuild) -> str:
    """Return a digest of everything that a build was made from, to tell it from other builds."""
    return digest_of((last.inputs, last.state))
