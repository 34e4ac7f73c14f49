from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

import pytest

from sitegen.storage.build_history import History, next_change
from sitegen.storage.store import open_store
from support.parsing import parse
from support.sites import CONFIG, NOW, MakeSite, SiteFolder, read_tree

MOMENT = datetime.fromtimestamp(NOW, UTC)


def fields(**values: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items()) + "---\nx\n"


@pytest.mark.parametrize(
    ("values", "seconds"),
    [
        ({}, float("inf")),
        ({"date": "2020-01-01", "expires": "2021-01-01"}, float("inf")),
        ({"publish_date": "2026-11-01T12:00:01Z"}, 1),
        ({"publish_date": "2026-11-01T12:00:00Z", "expires": "2026-11-01T12:00:09Z"}, 9),
        ({"date": "2026-11-01T13:00:00-01:00", "expires": "2030-01-01"}, 7200),
        ({"updated": "2026-11-01T12:00:01Z"}, float("inf")),
    ],
)
def test_the_next_change(values: dict[str, str], seconds: float) -> None:
    assert next_change([parse(fields(**values))], MOMENT) == NOW + seconds


def test_the_next_change_is_the_first_of_all_pages() -> None:
    pages = [parse(fields(expires=f"2027-0{month}-01")) for month in (3, 2, 4)]
    assert next_change(pages, MOMENT) == datetime(2027, 2, 1, tzinfo=UTC).timestamp()


def at(monkeypatch: pytest.MonkeyPatch, site: SiteFolder, delta: timedelta, **options: Any) -> Any:
    moment = int((MOMENT + delta).timestamp())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(moment))
    return site.build_well(**options)


def test_pages_appear_and_expire_though_no_file_changes(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(
        {
            "content/a.md": "x\n",
            "content/soon.md": fields(publish_date="2026-11-03"),
            "content/late.md": fields(expires="2026-11-05"),
        }
    )
    days = [timedelta(days=n) for n in range(8)]
    shown = []
    for day in [*days, days[2], days[0]]:
        at(monkeypatch, site, day)
        shown.append(
            (
                "soon/index.html" in site.files(),
                "late/index.html" in site.files(),
                "/soon/" in site.text("index.html"),
                "/late/" in site.text("sitemap.xml"),
            )
        )
        assert shown[-1][0] == shown[-1][2]
        assert shown[-1][1] == shown[-1][3]
    assert [each[0] for each in shown] == [False] * 2 + [True] * 7 + [False]
    assert [each[1] for each in shown] == [True] * 4 + [False] * 4 + [True] * 2


def test_until_then_there_is_nothing_to_do(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site({"content/a.md": "x\n", "content/b.md": fields(publish_date="2026-11-03")})
    first = at(monkeypatch, site, timedelta())
    assert (first.pages, first.rendered) == (1, 3)
    same = at(monkeypatch, site, timedelta(hours=35, minutes=59))
    assert (same.pages, same.files, same.unchanged) == (1, first.files, first.files)
    assert (same.rendered, same.written, same.reasons, same.images) == (0, 0, (), first.images)
    changed = at(monkeypatch, site, timedelta(hours=36))
    assert changed.pages == 2
    assert changed.parsed == 0


@pytest.mark.parametrize("option", ["drafts", "future", "expired", "base_url"])
def test_builds_of_another_kind_into_one_folder(make_site: MakeSite, option: str) -> None:
    """What only the other kind shows is gone again, though no file has changed."""
    site = make_site(
        {
            "content/a.md": "x\n",
            "content/zebra-1.md": fields(draft="true"),
            "content/zebra-2.md": fields(publish_date="2030-01-01"),
            "content/zebra-3.md": fields(expires="2020-01-01"),
        }
    )
    other = {option: "https://zebra.example.org/" if option == "base_url" else True}
    plain, shown = [], []
    for _ in range(3):
        site.build_well()
        plain.append(read_tree(site.output))
        assert "zebra" not in site.all_text()
        site.build_well(**other)
        shown.append(read_tree(site.output))
        assert "zebra" in site.all_text()
        assert site.build_well(**other).rendered == 0
    assert plain[0] == plain[1] == plain[2]
    assert shown[0] == shown[1] == shown[2]


def test_another_configuration_is_another_site(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "x\n"})
    site.build_well()
    site.write({"sitegen.toml": CONFIG.replace("Test Lab", "Zebra Lab")})
    assert site.build_well().rendered == 3
    assert "Zebra Lab" in site.text("a/index.html")


def test_warnings_are_told_again(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "![](p.svg)\n", "content/p.svg": "<svg/>"})
    first = site.build()
    assert site.codes() == ["image-alt"]
    again = site.build()
    assert again.rendered == 0
    assert again.diagnostics == first.diagnostics


@pytest.mark.parametrize("way", ["edit", "remove", "touch", "replace by a link"])
def test_what_was_changed_in_the_output_is_made_good(make_site: MakeSite, way: str) -> None:
    site = make_site(
        {
            "content/a.md": "![p](p.svg) [x](d.csv)\n",
            "content/p.svg": "<svg/>",
            "content/d.csv": "1",
        }
    )
    site.build_well()
    before = read_tree(site.output)
    # One of each kind: the theme alone has thirty more.
    kinds = {
        (PurePosixPath(name).suffix, name.startswith("assets/")): name
        for name in sorted(site.files())
    }
    assert len(kinds) >= 8
    for name in sorted(kinds.values()):
        path = site.output / name
        data = path.read_bytes()
        if way == "edit":
            path.write_bytes(data[::-1] + b"x")
        elif way == "touch":
            path.touch()
        else:
            path.unlink()
        if way == "replace by a link":
            path.symlink_to(site.root / "sitegen.toml")
        result = site.build_well()
        assert (result.written, result.removed) == (0 if way == "touch" else 1, 0)
        assert read_tree(site.output) == before
        assert not path.is_symlink()


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x90", b"{}", b"\x98" + b"\x01" * 8])
def test_damaged_notes_are_none(tmp_path: Any, data: bytes) -> None:
    store = open_store(tmp_path / "cache", "1")
    folder = tmp_path / "out"
    store.write("notes", [(f"last {folder}", data), (f"stats {folder}", data)])
    history = History(store, folder)
    assert history.read_last() is None
    assert history.read_stats() == {}
    assert history.copied_digest("") == ""
    assert history.copied_digest("unknown") == ""
    store.close()
