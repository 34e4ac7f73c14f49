"""The preview's server, asked by strangers: it answers its own pages only, and ends quietly.

Needs no browser.
"""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import pytest

from support.previewing import Preview, previewing
from support.sites import run_sitegen, write_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "nobody may read this"  # noqa: S105  # no password
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("preview")
    files = {
        "secret.txt": SECRET,
        "lab/sitegen.toml": 'title = "Test Lab"\nbase_url = "https://lab.example.org/group/"\n',
        "lab/secret.txt": SECRET,
        "lab/.env": SECRET,
        "lab/content/index.md": "---\ntitle: Home\n---\n\nWelcome.\n",
        "lab/content/atlas.md": "---\ntitle: Atlas\n---\n\nThe atlas.\n",
    }
    write_files(folder, files)
    return folder / "lab"


@pytest.fixture(scope="module")
def preview(site: Path) -> Iterator[Preview]:
    with previewing(site) as running:
        write_files(site, {".sitegen/preview/.hidden": SECRET})
        yield running
        assert "Traceback" not in "".join(running.lines)


def test_it_answers_with_pages(preview: Preview) -> None:
    answer = preview.ask("/group/atlas/")
    assert answer.status == 200
    assert answer.headers["Content-Type"].lower() == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"The atlas." in answer.body
    assert answer.body.count(b"/-sitegen/preview.js") == 1


def test_the_script_is_in_the_answer_only(preview: Preview, site: Path) -> None:
    assert b"/-sitegen/preview.js" in preview.ask("/group/").body
    for file in (site / ".sitegen" / "preview").rglob("*.html"):
        assert b"sitegen/preview" not in file.read_bytes()


def test_the_root_leads_to_the_base_path(preview: Preview) -> None:
    answer = preview.ask("/")
    assert answer.status in {301, 302, 307}
    assert answer.headers["Location"] == "/group/"


def test_a_folder_without_its_slash_leads_to_the_page(preview: Preview) -> None:
    answer = preview.ask("/group/atlas")
    assert answer.status in {301, 302, 307, 308}
    assert answer.headers["Location"].endswith("/group/atlas/")


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/group//evil.example/", "/group//evil.example"]
)
def test_nobody_is_led_to_another_site(path: str, preview: Preview) -> None:
    answer = preview.ask(path)
    assert "evil" not in answer.headers.get("Location", "") or answer.headers[
        "Location"
    ].startswith("/group/")


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.org", ""],
)
@pytest.mark.parametrize(
    "path", ["/group/", "/-sitegen/preview.js", "/-sitegen/socket", "/", "/no/"]
)
def test_a_foreign_host_is_refused(host: str, path: str, preview: Preview) -> None:
    port = preview.host.rsplit(":", 1)[1]
    answer = preview.ask(path, headers={"Host": host.format(port=port)})
    assert answer.status in ({403} if path != "/no/" else {403, 404})
    assert b"Welcome." not in answer.body


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "127.0.0.1"])
def test_its_own_names_are_served(name: str, preview: Preview) -> None:
    port = preview.host.rsplit(":", 1)[1]
    assert preview.ask("/group/", headers={"Host": f"{name}:{port}"}).status == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://{host}",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "http://{host}.evil.example",
        "null",
        "http://[",
    ],
)
def test_a_websocket_of_a_foreign_page_is_refused(origin: str, preview: Preview) -> None:
    headers = {**UPGRADE, "Origin": origin.format(host=preview.host)}
    assert preview.ask("/-sitegen/socket", headers=headers).status == 403


def test_a_websocket_of_its_own_page_is_accepted(preview: Preview) -> None:
    headers = {**UPGRADE, "Origin": f"http://{preview.host}"}
    assert preview.ask("/-sitegen/socket", headers=headers).status == 101


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/group/../secret.txt",
        "/group/../../secret.txt",
        "/group/../../../secret.txt",
        "/group/%2e%2e/secret.txt",
        "/group/%2e%2e/%2e%2e/secret.txt",
        "/group/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/group/..%2f..%2fsecret.txt",
        "/group/%252e%252e/%252e%252e/secret.txt",
        "/group/..\\..\\secret.txt",
        "/group/..%5c..%5csecret.txt",
        "/group//etc/passwd",
        "/group/%2fetc/passwd",
        "/group/%00/../../secret.txt",
        "/group/atlas%00.html",
        "/group/.hidden",
        "/group/%2ehidden",
        "/group/.sitegen-manifest.json",
        "/group/%2Esitegen-manifest.json",
        "/group/atlas/../.sitegen-manifest.json",
        "/group/.env",
        "/groupsecret.txt",
        "/secret.txt",
        "/no/such/page/",
        "/group/%ff",
        "/group/" + "a" * 5000,
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nothing_but_the_site_is_served(method: str, path: str, preview: Preview) -> None:
    answer = preview.ask(path, method)
    assert 400 <= answer.status < 500
    assert SECRET.encode() not in answer.body
    assert b"root:" not in answer.body
    assert b'"files"' not in answer.body
    assert b"Traceback" not in answer.body


def test_a_link_out_of_the_output_is_not_followed(preview: Preview, site: Path) -> None:
    link = site / ".sitegen" / "preview" / "out.txt"
    link.symlink_to(site / "secret.txt")
    answer = preview.ask("/group/out.txt")
    link.unlink()
    assert SECRET.encode() not in answer.body
    assert answer.status in {403, 404}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/group/", "/group/atlas/", "/-sitegen/preview.js"])
def test_other_methods_are_refused(method: str, path: str, preview: Preview) -> None:
    assert preview.ask(path, method).status == 405


@pytest.mark.parametrize("path", ["/group/", "/group/atlas/", "/group/sitemap.xml", "/group/no/"])
def test_head_is_get_without_the_body(path: str, preview: Preview) -> None:
    head, full = preview.ask(path, "HEAD"), preview.ask(path)
    assert head.status == full.status == (404 if path.endswith("/no/") else 200)
    assert head.body == b""
    assert int(head.headers["Content-Length"]) == len(full.body) > 0
    assert head.headers["Content-Type"] == full.headers["Content-Type"]


def test_a_wrong_address_shows_the_sites_own_page(preview: Preview) -> None:
    answer = preview.ask("/group/no/such/page/")
    assert answer.status == 404
    assert b"Page not found" in answer.body


def test_it_listens_on_this_machine_only(preview: Preview) -> None:
    assert preview.host.startswith("127.0.0.1:")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly(number: int, tmp_path: Path) -> None:
    config = 'title = "Test Lab"\nbase_url = "https://lab.example.org/"\n'
    write_files(tmp_path, {"sitegen.toml": config, "content/index.md": "# Hello\n"})
    with previewing(tmp_path) as running:
        assert running.ask("/").status == 200
        socket = {**UPGRADE, "Origin": f"http://{running.host}"}
        assert running.ask("/-sitegen/socket", headers=socket).status == 101
        assert running.interrupt(number) == 0
        assert "Traceback" not in "".join(running.lines)
        assert "Exception" not in "".join(running.lines)


def test_a_taken_port_is_told_in_one_line(preview: Preview, site: Path) -> None:
    port = preview.host.rsplit(":", 1)[1]
    run = run_sitegen("serve", site, "--port", port)
    assert run.code == 2
    assert len(run.lines) == 1
    assert port in run.lines[0]
