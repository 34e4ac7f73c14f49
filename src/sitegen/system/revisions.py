"""The site as the last build left it, read back piece by piece when only a few pages have changed.

Each page lies in the store by itself, so that an edit reads the ten that it needs, not all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from sitegen.model import Page, Stored, digest_of
from sitegen.rendering.packing import pack_material, unpack_material
from sitegen.rendering.reads import RenderRecord
from sitegen.system.store import is_worth_trimming

if TYPE_CHECKING:
    from sitegen.rendering.pages import Material
    from sitegen.system.history import LastBuild
    from sitegen.system.store import Store

__all__ = ["Kept", "LostError", "keep_pages", "keep_site", "read_kept", "read_readers"]

_ENCODER = msgspec.json.Encoder(enc_hook=str)
_PAGE = msgspec.json.Decoder(Page, dec_hook=lambda kind, value: kind(value))
_RECORD = msgspec.json.Decoder(RenderRecord)


class LostError(LookupError):
    """The store has not, or no longer, what a revision needs."""


class Kept(Stored, frozen=True):
    """Which build the pages and the material in the store are from, and its `base_digest`."""

    build: str
    base: str


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
    last: LastBuild,
    base: str,
    material: Material,
    changed: Mapping[str, Page],
    known: int,
) -> None:
    """Keep what a revision needs of a build that has been written.

    `changed` are the pages that the store knows otherwise or not at all, of `known` records.
    """
    site = msgspec.structs.replace(material.site, pages={})
    keys = msgspec.json.encode(tuple(material.site.pages))
    packed = pack_material(msgspec.structs.replace(material, site=site))
    encode = _ENCODER.encode
    store.write("pages", ((f"{variant} {key}", encode(page)) for key, page in changed.items()))
    if is_worth_trimming(len(changed), known, len(material.site.pages)):
        store.trim("pages", frozenset(f"{variant} {key}" for key in material.site.pages))
    _note(store, variant, Kept(build=_name(last), base=base))
    store.write("notes", [(f"material {variant}", packed), (f"pages {variant}", keys)])


def keep_pages(
    store: Store, variant: str, last: LastBuild, base: str, pages: Mapping[str, Page]
) -> None:
    """Keep what a revision has changed."""
    encode = _ENCODER.encode
    store.write("pages", ((f"{variant} {key}", encode(page)) for key, page in pages.items()))
    _note(store, variant, Kept(build=_name(last), base=base))


def read_kept(store: Store, variant: str, last: LastBuild) -> tuple[str, Material] | None:
    """Return the last build's base digest and material, if the store has them."""
    try:
        kept = msgspec.json.decode(store.read("notes", f"kept {variant}") or b"", type=Kept)
        keys = msgspec.json.decode(
            store.read("notes", f"pages {variant}") or b"", type=frozenset[str]
        )
    except msgspec.DecodeError:
        return None
    packed = store.read("notes", f"material {variant}")
    if kept.build != _name(last) or packed is None:
        return None
    material = unpack_material(packed)
    site = msgspec.structs.replace(material.site, pages=_Pages(store, variant, keys))
    return kept.base, msgspec.structs.replace(material, site=site)


def read_readers(store: Store, variant: str, question: str) -> dict[str, RenderRecord]:
    """Return the records, by output, of all that asked a question when it was rendered."""
    wanted = msgspec.json.encode(question)
    found = store.read_all("renders", f"{variant} ", holding=wanted)
    return {name: _RECORD.decode(data) for name, data in found.items()}


def _name(last: LastBuild) -> str:
    return digest_of((last.inputs, last.state))


def _note(store: Store, variant: str, kept: Kept) -> None:
    store.write("notes", [(f"kept {variant}", msgspec.json.encode(kept))])
