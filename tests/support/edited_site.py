"""A machine that edits a site, and builds it in place and from nothing after each edit."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, invariant

import sitegen
from sitegen.engine.build_options import BuildOptions
from sitegen.engine.session import Session
from sitegen.model import BuildResult
from support.clean_builds import build_cleanly
from support.sites import read_tree

__all__ = ["EditedSite"]


class EditedSite(RuleBasedStateMachine):
    """Its subclasses have rules that edit the files in `site`, and set `stale` when they did.

    Call `start_site` and `settle` from an `initialize` rule.
    """

    #: How many builds in place there were: `all` of them, `edits` that assembled no whole site,
    #: `remembered` that took something from a session's memory, `good` sites that were compared.
    counts: ClassVar[Counter[str]] = Counter()
    #: Whether one session builds in place from one edit to the next.
    keeps_session: ClassVar[bool] = False

    def start_site(self) -> None:
        """Make an empty folder for the site."""
        self.base = Path(tempfile.mkdtemp(prefix="sitegen-"))
        self.site = self.base / "site"
        self.output = self.base / "out"
        self.stale = True
        self.session: Session | None = None
        self.seen: dict[str, bytes] | None = None
        self.site.mkdir()

    def settle(self) -> None:
        """Keep the site as it is, to come back to it from one that cannot be built."""
        self.good = self.sources()
        self.good_state = self.read_state()

    def read_state(self) -> Any:
        """Return what the machine knows of its files."""
        return None

    def restore_state(self, state: Any) -> None:
        """Know again what `read_state` returned."""

    def teardown(self) -> None:
        """Delete the site."""
        if hasattr(self, "base"):
            shutil.rmtree(self.base)

    def sources(self) -> dict[str, bytes]:
        """Return the site's files by their paths, without the cache."""
        files = read_tree(self.site)
        return {name: data for name, data in files.items() if not name.startswith(".sitegen/")}

    def undo(self) -> None:
        """Go back to the last site that could be built: a broken one would hide what follows."""
        for name in set(self.sources()) - set(self.good):
            (self.site / name).unlink()
        for name, data in self.good.items():
            path = self.site / name
            if not path.exists() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        self.restore_state(self.good_state)

    def write(self, name: str, text: str) -> None:
        """Write a file of the site."""
        path = self.site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.stale = True

    def delete(self, name: str) -> None:
        """Delete a file of the site, if it is there."""
        (self.site / name).unlink(missing_ok=True)
        self.stale = True

    @invariant()
    def equals_clean_build(self) -> None:
        """Compare the builds, if something was edited."""
        if not getattr(self, "stale", False):
            return
        self.stale = False
        if not self.compare():
            self.undo()
            assert self.compare(), "the site that could be built before"
        self.settle()

    def compare(self, output: Path | None = None, **options: Any) -> bool:
        """Build in place and from nothing; tell whether the site can be built at all."""
        output = output or self.output
        before = read_tree(output)
        result = self.build(self.site, output, **options)
        expected, clean = build_cleanly(self.site, **options)
        assert [str(d) for d in result.diagnostics] == [str(d) for d in expected.diagnostics]
        assert result.pages == expected.pages
        if not expected.ok:
            assert read_tree(output) == before
            return False
        assert read_tree(output) == clean
        assert (result.files, result.images) == (expected.files, expected.images)
        assert result.left_out == expected.left_out
        again = self.build(self.site, output, **options)
        assert (again.rendered, again.written) == (0, 0)
        self.counts["good"] += 1
        return True

    def build(self, site: Path, output: Path, **options: Any) -> BuildResult:
        """Build in place, as the command does or by the session that is kept."""
        if self.keeps_session and output == self.output and not options:
            result = self.build_in_session()
        else:
            result = sitegen.build(site, output=output, jobs=1, **options)
        if result.stages.get("parse"):
            self.counts["all"] += 1
            self.counts["edits"] += "assemble" not in result.stages
        return result

    def build_in_session(self) -> BuildResult:
        """Tell the session which files are not as they were; a new one knows nothing."""
        files = self.sources()
        changed = None
        if self.session and self.seen is not None:
            names = sorted({*files, *self.seen})
            changed = [name for name in names if files.get(name) != self.seen.get(name)]
        options = BuildOptions(output=self.output, jobs="1")
        session, self.session = self.session or Session(self.site, options), None
        self.counts["remembered"] += session._memory is not None
        result = session.build(changed)
        self.session, self.seen = session, files  # whoever is killed leaves none
        return result
