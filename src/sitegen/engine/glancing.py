"""What open pages will look like after an edit, before the site is built again.

For the preview: a page that somebody looks at is rendered from what the last build left, with the
edited text, template or stylesheet in it. That is a promise, not a build: the build that follows
decides. Where it is not plain what an edit does, nothing is promised.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from sitegen.config import parse_config
from sitegen.diagnostics import Diagnostic, has_errors
from sitegen.engine.build_context import digest_inputs, digest_kind
from sitegen.engine.page_parsing import Edits, is_endless, parse_options
from sitegen.engine.render_records import read_record
from sitegen.engine.revisions import LostError, read_kept
from sitegen.engine.web_files import read_web_files
from sitegen.errors import SitegenError
from sitegen.graph.revision import has_same_outline, keeps_order, revise_site
from sitegen.graph.urls import href
from sitegen.rendering.renderer import Renderer, RenderInputs, body_source
from sitegen.storage.build_history import History
from sitegen.storage.snapshot import Snapshot
from sitegen.storage.source_files import find_config
from sitegen.storage.sources import Sources, load_sources
from sitegen.storage.store import open_store_to_read
from sitegen.storage.versions import describe_versions
from sitegen.webassets.fingerprinting import build_web_assets

if TYPE_CHECKING:
    from sitegen.config import Config
    from sitegen.storage.store import Store

__all__ = ["glance"]

#: Nobody looks at more pages at once.
_PAGES = 12
#: Seconds for reading one edited page; a long one takes a fifth of that.
_PATIENCE = 1.0


def glance(
    site: Path,
    folder: Path,
    selected: tuple[bool, bool, bool],
    edited: Sequence[str],
    pages: Sequence[str],
) -> dict[str, bytes]:
    """Return the output files that will show the edits, of these pages and of stylesheets.

    `selected` are drafts, future and expired pages; `edited` are source files. Empty if it is not
    plain what comes out.
    """
    config_file = find_config(site)
    config = parse_config(config_file.text, config_file.name)
    kind = digest_kind(config, selected)
    versions = describe_versions(config.timezone)
    store = open_store_to_read(config_file.root / ".sitegen", versions)
    with contextlib.closing(store):
        last = History(store, folder).read_last()
        snapshot = Snapshot(store.read("notes", "snapshot"))
        if (
            last is None
            or last.inputs != digest_inputs(config_file, kind)
            or snapshot.state != last.state
        ):
            return {}
        kept = read_kept(store, kind, last)
        if kept is None:
            return {}
        sources = load_sources(config_file.root, config_file.name, snapshot, ("assets",))
        look = _Glance(
            config=config, kind=kind, store=store, sources=sources, render_inputs=kept[1]
        )
        try:
            return look.run(edited, pages)
        except (LostError, SitegenError, LookupError):
            return {}


@dataclass(slots=True, kw_only=True)
class _Glance:
    """The last build's values; what the edits change of them is put in one by one.

    `endless` are edited pages that cannot be read in time: their own outputs stay as they are.
    """

    config: Config
    kind: str
    store: Store
    sources: Sources
    render_inputs: RenderInputs
    endless: set[str] = field(default_factory=set)

    def run(self, edited: Sequence[str], pages: Sequence[str]) -> dict[str, bytes]:
        options = parse_options(self.config, self.render_inputs.words)
        edits = Edits(self.sources, options, self.store, _PATIENCE)
        if not all(self._put_in(name, edits) for name in edited if not name.startswith("assets/")):
            return {}
        files: dict[str, bytes] = {}
        if any(name.startswith("assets/") for name in edited):
            files = self._put_assets_in()
            if not files:
                return {}
        renderer = Renderer(self.render_inputs)
        for output in pages[:_PAGES]:
            data = self._render(renderer, edits, output)
            if data is not None:
                files[output] = data
        return files

    def _put_in(self, name: str, edits: Edits) -> bool:
        folder, _, inner = name.partition("/")
        if folder == "templates" and inner in self.render_inputs.own_templates:
            text = self.sources.read(PurePosixPath(name)).data.decode("utf-8-sig")
            own = {**self.render_inputs.own_templates, inner: text}
            self.render_inputs = msgspec.structs.replace(self.render_inputs, own_templates=own)
            return True
        if folder != "content" or not name.endswith(".md"):
            return False
        edit = edits.parse(name)
        if edit is not None and is_endless(edit.new):
            self.endless.add(name)
            return True
        if edit is None or has_errors(edit.new.diagnostics):
            return False
        if name not in self.render_inputs.site.pages or not has_same_outline(edit.old, edit.new):
            return False
        site = revise_site(self.render_inputs.site, name, edit.new)
        if not keeps_order(self.render_inputs.site, site, [name]):
            return False
        self.render_inputs = msgspec.structs.replace(self.render_inputs, site=site)
        return True

    def _put_assets_in(self) -> dict[str, bytes]:
        """Return the web assets that have other names now, or nothing if one has come or gone."""
        web_files = read_web_files(self.sources, self.store, keep=False)
        built = build_web_assets(web_files.files)
        base, before = self.config.base_path, self.render_inputs.assets
        if web_files.problems or built.problems or built.paths.keys() != before.keys():
            return {}
        assets = {name: href(base, str(path)) for name, path in built.paths.items()}
        self.render_inputs = msgspec.structs.replace(self.render_inputs, assets=assets)
        changed = (name for name, url in assets.items() if url != before[name])
        return {str(built.paths[name]): built.data[built.paths[name]] for name in changed}

    def _render(self, renderer: Renderer, edits: Edits, output: str) -> bytes | None:
        record = read_record(self.store.read("renders", f"{self.kind} {output}"))
        if record is None:
            return None
        source = body_source(self.render_inputs.site.pages[record.key], record.number)
        if source in self.endless:
            return None
        result = renderer.render(record.key, record.number, edits.read_body(source))
        if isinstance(result, Diagnostic):
            raise LostError(output)
        return result.data
