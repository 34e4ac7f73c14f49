"""The site as the last build left it, read back piece by piece when only a few pages have changed.

Each page lies in the store by itself, so that an edit reads the ten that it needs, not all.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from sitegen.model import Page, Stored, digest_of
from sitegen.rendering.render_codec import pack_render_inputs, unpack_render_inputs
from sitegen.storage.store import is_worth_trimming

if TYPE_CHECKING:
    from sitegen.rendering.renderer import RenderInputs
    from sitegen.storage.build_history import LastBuild
    from sitegen.storage.store import Store

__all__ = [
    "Kept",
    "LostError",
    "keep_pages",
    "keep_site",
    "name_build",
    "read_kept",
    "read_records",
]

_ENCODER = msgspec.json.Encoder(enc_hook=str)
_PAGE = msgspec.json.Decoder(Page, dec_hook=lambda kind, value: kind(value))
#: So many kinds of builds are remembered at least: previews of a CI have another address each.
_KINDS = 8


class LostError(Exception):
    """The store has not, or no longer, what a revision needs.

    No LookupError: to Jinja, that is a value which does not exist.
    """


class Kept(Stored, frozen=True):
    """Which build the pages and the render_inputs in the store are from.

    `base` is its `base_digest`, `records` how many records it left, `redirected` what was asked for
    the pages at old URLs, of which there are no records.
    """

    build: str
    base: str
    records: int
    redirected: frozenset[str]


class _Pages(Mapping[str, Page]):
    """The pages of the last build by key, each read when it is asked for."""

    def __init__(self, store: Store, variant: str, keys: frozenset[str]) -> None:
        self._store = store
        self._variant = variant
        self._keys = keys
        self._known: dict[str, Page] = {}

    def __getitem__(self, key: str) -> Page:
        if key not in self._keys:
            raise KeyError(key)
        if key not in self._known:
            data = self._store.read("pages", f"{self._variant} {key}")
            if data is None:
                # The whole build that follows writes what is not there, but not what is damaged.
                self._store.delete("pages", (f"{self._variant} {each}" for each in self._keys))
                raise LostError(key)
            self._known[key] = _PAGE.decode(data)
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def keep_site(
    store: Store,
    variant: str,
    kept: Kept,
    render_inputs: RenderInputs,
    changed: Container[str],
) -> None:
    """Keep what a revision needs of a build that has been written.

    `changed` are the keys of the pages that the store may know otherwise.
    """
    pages = render_inputs.site.pages
    packed = pack_render_inputs(
        msgspec.structs.replace(
            render_inputs, site=msgspec.structs.replace(render_inputs.site, pages={})
        )
    )
    known = store.keys("pages", f"{variant} ")
    fresh = {key: page for key, page in pages.items() if key in changed or key not in known}
    _write_pages(store, variant, fresh)
    store.delete("pages", (f"{variant} {key}" for key in known if key not in pages))
    if is_worth_trimming(len(fresh), len(known), len(pages)):
        store.trim("pages", frozenset(f"{variant} {key}" for key in pages))
    _note(store, variant, kept)
    keys = msgspec.json.encode(tuple(pages))
    store.write("notes", [(f"render_inputs {variant}", packed), (f"pages {variant}", keys)])
    for name in ("kept", "render_inputs", "pages"):
        store.trim("notes", frozenset({f"{name} {variant}"}), f"{name} ", spare=_KINDS)


def keep_pages(store: Store, variant: str, kept: Kept, pages: Mapping[str, Page]) -> None:
    """Keep what a revision has changed."""
    _write_pages(store, variant, pages)
    _note(store, variant, kept)


def read_kept(store: Store, variant: str, last: LastBuild) -> tuple[Kept, RenderInputs] | None:
    """Return what is known of the last build, and its render_inputs, if the store has them."""
    try:
        kept = msgspec.json.decode(store.read("notes", f"kept {variant}") or b"", type=Kept)
        keys = msgspec.json.decode(
            store.read("notes", f"pages {variant}") or b"", type=frozenset[str]
        )
    except msgspec.DecodeError:
        return None
    packed = store.read("notes", f"render_inputs {variant}")
    if kept.build != name_build(last) or packed is None:
        return None
    render_inputs = unpack_render_inputs(packed)
    site = msgspec.structs.replace(render_inputs.site, pages=_Pages(store, variant, keys))
    return kept, msgspec.structs.replace(render_inputs, site=site)


def read_records(store: Store, variant: str, kept: Kept, files: Container[str]) -> dict[str, bytes]:
    """Return the records of all pages among the output's files.

    Raises LostError when one is missing or damaged: nobody would know that it shows an edit.
    """
    found = store.read_all("renders", f"{variant} ")
    records = {name: data for name, data in found.items() if name in files}
    if len(records) != kept.records:
        raise LostError(variant)
    return records


def name_build(last: LastBuild) -> str:
    """Tell a build from others by what it was made of."""
    return digest_of((last.inputs, last.state))


def _write_pages(store: Store, variant: str, pages: Mapping[str, Page]) -> None:
    encode = _ENCODER.encode
    store.write("pages", ((f"{variant} {key}", encode(page)) for key, page in pages.items()))


def _note(store: Store, variant: str, kept: Kept) -> None:
    store.write("notes", [(f"kept {variant}", msgspec.json.encode(kept))])
