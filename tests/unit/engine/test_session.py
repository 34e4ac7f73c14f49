"""What a session builds from memory is what a build from nothing makes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from sitegen.diagnostics import declared_codes
from sitegen.engine.build_options import BuildOptions
from sitegen.engine.session import Session
from sitegen.errors import ConfigError
from support.clean_builds import build_cleanly
from support.sites import CONFIG, MakeSite, SiteFolder, read_tree

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.model import BuildResult

FILES = {
    "content/index.md": "# Home\n",
    "content/news/index.md": "# News\n",
    "content/news/a.md": "---\ntitle: A\ndate: 2026-01-01\n---\nText of a.\n",
    "content/news/b.md": "---\ntitle: B\ndate: 2026-01-02\n---\nText of b.\n",
}
A, B = "content/news/a.md", "content/news/b.md"


@pytest.fixture
def old_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let builds trust the stats of files that were written a moment ago."""
    monkeypatch.setattr("sitegen.storage.snapshot._GRAIN", 0)


def open_session(site: SiteFolder) -> Session:
    """Return a session that has built the site once."""
    session = Session(site.root, BuildOptions(output=site.output, jobs="1"))
    assert session.build().ok
    return session


def edit(site: SiteFolder, name: str, old: str, new: str) -> None:
    path = site.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def compare(site: SiteFolder, result: BuildResult) -> None:
    """Assert that this result of a build, and its output, are those of a build from nothing."""
    expected, clean = build_cleanly(site.root)
    assert [str(each) for each in result.diagnostics] == [str(d) for d in expected.diagnostics]
    assert (result.files, result.images) == (expected.files, expected.images)
    assert read_tree(site.output) == clean


def test_two_pages_get_one_title_at_once(make_site: MakeSite) -> None:
    site = make_site(FILES)
    session = open_session(site)
    edit(site, A, "title: A", "title: Same")
    edit(site, B, "title: B", "title: Same")
    compare(site, session.build([A, B]))
    edit(site, A, "title: Same", "title: Other")
    compare(site, session.build([A]))


@pytest.mark.usefixtures("old_files")
@pytest.mark.parametrize("link", ["content/news/c.md", "content/more"])
def test_a_page_has_another_name_by_a_link(make_site: MakeSite, link: str) -> None:
    site = make_site(FILES)
    target = site.root / (A if link.endswith(".md") else "content/news")
    (site.root / link).symlink_to(target)
    session = open_session(site)
    for number in range(2):
        edit(site, A, "Text", f"{number} Text")
        compare(site, session.build([A]))


def test_a_folder_becomes_a_link_out_of_the_site(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site(FILES)
    session = open_session(site)
    outside = tmp_path / "outside"
    (site.root / "content/news").rename(outside)
    (outside / "a.md").write_text("Not for publication.\n", encoding="utf-8")
    (site.root / "content/news").symlink_to(outside)
    result = session.build([A])
    assert [each.code for each in result.diagnostics] == ["path-outside-site"]


@pytest.mark.usefixtures("old_files")
def test_levels_are_looked_up_for_a_new_configuration_only(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(FILES, CONFIG + '[diagnostics.levels]\nbroken-link = "warning"\n')
    site.build_well()
    looked_up = Mock(side_effect=declared_codes)
    monkeypatch.setattr("sitegen.config.levels.declared_codes", looked_up)
    site.build_well()
    edit(site, A, "Text of a", "Other text")
    assert site.build_well().written
    assert looked_up.call_count == 0
    edit(site, "sitegen.toml", "broken-link", "broken-lnik")
    for _ in range(2):
        with pytest.raises(ConfigError, match="did you mean 'broken-link'"):
            site.build()
    assert looked_up.call_count == 2
