"""What a session keeps in memory from one build to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from sitegen.engine.previous_build import PreviousBuild
    from sitegen.storage.build_history import LastBuild
    from sitegen.storage.output_folder import Stats
    from sitegen.storage.snapshot import FileStat, Snapshot

__all__ = ["SessionMemory"]


class SessionMemory(msgspec.Struct, frozen=True, kw_only=True):
    """The previous build of a session; valid until another process builds the site.

    `turn` is the store's token of that build, `last` its outcome. `stats` and `snapshot` say what
    the sources were like, `has_links` whether some may change under other names. `manifest` and
    `output_stats` say what the output folder was left like. `previous` is None until a build after
    edits has read it from the store.
    """

    turn: bytes
    last: LastBuild
    stats: Mapping[str, FileStat]
    has_links: bool
    snapshot: Snapshot
    manifest: Mapping[str, str]
    output_stats: Mapping[str, Stats]
    previous: PreviousBuild | None = None
