"""The preview's server, asked by strangers: it answers its own pages only, and ends quietly.

Needs no browser.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import signal
import socket
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClosedError, websocket_connect

from support.previewing import Preview, previewing
from support.sites import CONFIG, run_sitegen, write_files
from support.tools import ROOT

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
        "lab/assets/static/data.csv": "a,b\n1,2\n",
        "lab/content/atlas.md": "---\ntitle: Atlas\n---\n\nThe atlas.\n",
    }
    write_files(folder, files)
    return folder / "lab"


@pytest.fixture(scope="module")
def preview(site: Path) -> Iterator[Preview]:
    with previewing(site, "--allow-host", "friend.example") as running:
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


def test_the_script_is_made_of_all_its_parts(preview: Preview) -> None:
    script = preview.ask("/-sitegen/preview.js").body
    parts = sorted((ROOT / "src" / "sitegen" / "preview" / "browser").iterdir())
    assert len(parts) > 1
    assert [part.name for part in parts if part.read_bytes() not in script] == []


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
    ["evil.example", "evil.example:{port}", "127.0.0.1.evil.org", "localhost.evil.org", ""],
)
@pytest.mark.parametrize(
    "path", ["/group/", "/-sitegen/preview.js", "/-sitegen/socket", "/", "/no/"]
)
def test_a_foreign_host_is_refused(host: str, path: str, preview: Preview) -> None:
    port = preview.host.rsplit(":", 1)[1]
    answer = preview.ask(path, headers={"Host": host.format(port=port)})
    assert (b"--allow-host" in answer.body) is bool(host)
    assert answer.status in ({403} if path != "/no/" else {403, 404})
    assert b"Welcome." not in answer.body


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "127.0.0.1"])
def test_its_own_names_are_served(name: str, preview: Preview) -> None:
    port = preview.host.rsplit(":", 1)[1]
    assert preview.ask("/group/", headers={"Host": f"{name}:{port}"}).status == 200


HOSTS = {
    "{host}": True,
    "localhost:{port}": True,
    "LOCALHOST:{port}": True,
    "[::1]:{port}": True,
    "friend.example:{port}": True,
    "evil.example": False,
    "evil.example:{port}": False,
    "127.0.0.1": True,
    "127.0.0.1:1": True,
    "127.0.0.1:{port}0": False,
    "127.0.0.1:0{port}": False,
    "127.0.0.1:{port}?": False,
    "127.0.0.1.evil.example:{port}": False,
    "evil@127.0.0.1:{port}": False,
    "0.0.0.0:{port}": False,
    "": False,
}
ORIGINS = {
    "http://{host}": True,
    "http://localhost:{port}": True,
    "http://[::1]:{port}": True,
    "http://friend.example:{port}": True,
    "https://{host}": False,
    "http://evil.example": False,
    "http://evil.example:{port}": False,
    "http://127.0.0.1": False,
    "http://127.0.0.1:1": False,
    "http://{host}.evil.example": False,
    "http://{host}/": False,
    "http://{host}#": False,
    "http://{host}?": False,
    "http://localhost:0{port}": False,
    "http://evil@{host}": False,
    "ws://{host}": False,
    "file://": False,
    "null": False,
    "http://[": False,
    "": False,
    None: False,
}


@pytest.mark.parametrize("host", HOSTS)
def test_only_its_own_pages_get_its_news(host: str, preview: Preview) -> None:
    port = preview.host.rsplit(":", 1)[1]
    for origin, known in ORIGINS.items():
        headers = {**UPGRADE, "Host": host.format(host=preview.host, port=port)}
        if origin is not None:
            headers["Origin"] = origin.format(host=preview.host, port=port)
        is_same = origin in {f"http://{host}", f"https://{host}"}
        expected = {101} if HOSTS[host] and (known or is_same) else {400, 403}
        assert preview.ask("/-sitegen/socket", headers=headers).status in expected, origin


@pytest.mark.parametrize("host", HOSTS)
def test_only_who_names_it_is_answered(host: str, preview: Preview) -> None:
    port = preview.host.rsplit(":", 1)[1]
    headers = {"Host": host.format(host=preview.host, port=port), "Origin": "http://evil.example"}
    answer = preview.ask("/group/", headers=headers)
    assert answer.status in ({200} if HOSTS[host] else {400, 403})
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_there_is_no_way_to_force_a_reload(preview: Preview) -> None:
    for path in ("/forcereload", "/livereload", "/livereload.js", "/-sitegen/forcereload"):
        assert preview.ask(path).status == 404
        assert preview.ask(path, "POST").status == 405


_INFO = '"command": "info", "url": "http://x/", "page": ""'
MESSAGES = [
    "",
    "{",
    "[" * 60_000,
    "1",
    "[]",
    '{"command": 1}',
    '{"command": "info"}',
    '{"command": "info", "url": "http://[", "page": ""}',
    f'{{{_INFO}, "age": "x"}}',
    f'{{{_INFO}, "age": {"9" * 4_000}}}',
    f'{{{_INFO}, "age": NaN}}',
    f'{{{_INFO}, "age": -1e999}}',
    f'{{{_INFO}, "url": "{"/../" * 9_000}"}}',
    f'{{{_INFO}, "url": "http://x/\\u0000\\ud800"}}',
    '{"command": "locate"}',
    '{"command": "locate", "text": {}}',
    f'{{"command": "locate", "text": "{"a b " * 10_000}"}}',
    '{"command": "open", "address": "/etc/passwd"}',
]


async def _send(preview: Preview, message: str) -> None:
    """Send a message as a page of the preview, and wait until that is answered or closed."""
    request = HTTPRequest(
        f"ws://{preview.host}/-sitegen/socket", headers={"Origin": f"http://{preview.host}"}
    )
    socket = await websocket_connect(request)
    await socket.write_message(message)
    with contextlib.suppress(WebSocketClosedError):
        await socket.write_message(f"{{{_INFO}}}")
    answer = await asyncio.wait_for(socket.read_message(), 30)
    socket.close()
    while answer is not None:  # it is closed after what was on its way
        answer = await asyncio.wait_for(socket.read_message(), 30)


def test_no_message_is_too_strange(tmp_path: Path) -> None:
    """What a page says is from anybody who can open one; nothing of it reaches the terminal."""
    write_files(tmp_path, {"sitegen.toml": CONFIG, "content/index.md": "# Home\n"})
    with previewing(tmp_path) as running:
        for message in MESSAGES:
            asyncio.run(_send(running, message))
        running.calm_down()
        assert not [line for line in running.lines if "Traceback" in line or "rror" in line]
        assert running.ask("/").status == 200


# --- behind proxies ------------------------------------------------------------------------------


async def hear_problems(preview: Preview, headers: dict[str, str]) -> list[dict[str, Any]]:
    """Return the problems of the home page, as a browser behind these headers is told them."""
    origin = headers.get("Origin", f"http://{preview.host}")
    request = HTTPRequest(
        f"ws://{preview.host}/-sitegen/socket", headers={**headers, "Origin": origin}
    )
    socket = await websocket_connect(request)
    await socket.write_message(json.dumps({"command": "info", "url": "http://x/", "page": ""}))
    while True:
        message = json.loads(await socket.read_message() or "")
        if message["command"] == "problems":
            socket.close()
            while await socket.read_message() is not None:
                """It is closed after what was on its way."""
            found: list[dict[str, Any]] = message["problems"]
            return found


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The preview of a site with a mistake."""
    site = tmp_path_factory.mktemp("mistaken")
    write_files(site, {"sitegen.toml": CONFIG, "content/index.md": "[x](nowhere.md)\n"})
    with previewing(site, "--allow-host", "lab.example") as running:
        yield running


@pytest.mark.parametrize(
    ("headers", "is_told"),
    [
        ({}, True),
        ({"Host": "localhost:9000", "Origin": "http://localhost:9000"}, True),
        ({"Host": "lab.example", "Origin": "https://lab.example"}, False),
        ({"Origin": "https://lab.example"}, False),
        ({"X-Forwarded-For": "192.0.2.7"}, False),
        ({"Forwarded": "for=192.0.2.7"}, False),
    ],
)
def test_who_comes_through_a_proxy_is_told_no_places(
    mistaken: Preview, headers: dict[str, str], *, is_told: bool
) -> None:
    (problem,) = asyncio.run(hear_problems(mistaken, headers))
    assert problem["here"]
    assert ("content/index.md" in str(problem)) is is_told


def test_a_policy_names_the_host_that_the_browser_has_asked_for(tmp_path: Path) -> None:
    policy = "/*\n  Content-Security-Policy: default-src 'none'\n"
    files = {"content/index.md": "# Home\n", "assets/static/_headers": policy}
    write_files(tmp_path, {"sitegen.toml": CONFIG, **files})
    with previewing(tmp_path, "--allow-host", "lab.example:443") as running:
        sources = {
            forwarded: running.ask("/", headers={"X-Forwarded-Host": forwarded}).headers[
                "Content-Security-Policy"
            ]
            for forwarded in ("lab.example", "evil.example", "lab.example; script-src *")
        }
    assert "http://lab.example/-sitegen/preview.js" in sources.pop("lab.example")
    for each in sources.values():
        assert f"http://{running.host}/-sitegen/preview.js" in each
        assert "lab.example" not in each


def test_the_terminal_says_once_what_to_add(tmp_path: Path) -> None:
    write_files(tmp_path, {"sitegen.toml": CONFIG, "content/index.md": "# Home\n"})
    with previewing(tmp_path) as running:
        for port in range(3):
            answer = running.ask("/", headers={"Host": f"lab.example:{9000 + port}"})
            assert answer.status == 403
            assert b"add --allow-host lab.example to sitegen serve" in answer.body
        upgrade = {**UPGRADE, "Origin": "https://other.example"}
        assert running.ask("/-sitegen/socket", headers=upgrade).status == 403
        running.wait_for("--allow-host other.example")
    told = [line for line in running.lines if "--allow-host" in line]
    assert len(told) == 2


# --- nothing from outside ------------------------------------------------------------------------


def traversals() -> Iterator[bytes]:
    """Yield 2,000 ways to ask for a file outside, each as it stands in a request line."""
    chance = random.Random(1)  # noqa: S311  # the same every time
    ups = ["..", "%2e%2e", ".%2e", "%2E.", "%252e%252e", "..;", "..%00", "%c0%ae%c0%ae", "..%5c"]
    ups += ["%uff0e%uff0e", "....//", "..%2f", "..\\", "%2e%2e%5c", ".", "%2e", "\u202e.."]
    slashes = ["/", "//", "%2f", "%5c", "\\", "/./", "%252f", "/%2e/", "/;/", "%c0%af"]
    heads = ["/", "/group/", "/group/atlas/", "/-sitegen/", "//", "/group", "/%67roup/", "\\", ""]
    heads += ["http://127.0.0.1/", "file:///", "/group/.well-known/"]
    tails = ["secret.txt", ".env", "etc/passwd", ".sitegen/cache.db", "sitegen.toml", ""]
    tails += ["content/index.md", ".sitegen-manifest.json", "preview.js", "secret.txt%00.html"]
    for _ in range(2000):
        steps = chance.choice(ups) + chance.choice(slashes)
        middle = steps * chance.randint(1, 9)
        if chance.random() < 0.3:
            middle = "".join(
                chance.choice(ups) + chance.choice(slashes) for _ in range(chance.randint(1, 6))
            )
        yield (chance.choice(heads) + middle + chance.choice(tails)).encode()


def test_no_path_leads_out(preview: Preview) -> None:
    host, port = preview.host.rsplit(":", 1)
    statuses: Counter[int] = Counter()
    for path in traversals():
        with socket.create_connection((host, int(port)), timeout=60) as connection:
            lines = [b"GET " + path + b" HTTP/1.1", b"Host: " + preview.host.encode()]
            connection.sendall(b"\r\n".join([*lines, b"Connection: close", b"", b""]))
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        assert SECRET.encode() not in answer, path
        assert b"root:" not in answer, path
        assert b"base_url" not in answer, path
        status = int(answer.split(b" ", 2)[1]) if answer else 400
        statuses[status] += 1
        assert status < 500, path
    assert statuses[404] > 1000, statuses
    assert "Traceback" not in "".join(preview.lines)


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


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/group/", "/group/atlas/", "/-sitegen/preview.js"])
def test_other_methods_are_refused(method: str, path: str, preview: Preview) -> None:
    answer = preview.ask(path, method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/group/", "/group/atlas/", "/group/sitemap.xml", "/group/no/"])
def test_head_is_get_without_the_body(path: str, preview: Preview) -> None:
    head, full = preview.ask(path, "HEAD"), preview.ask(path)
    assert head.status == full.status == (404 if path.endswith("/no/") else 200)
    assert head.body == b""
    assert int(head.headers["Content-Length"]) == len(full.body) > 0
    assert head.headers["Content-Type"] == full.headers["Content-Type"]


@pytest.mark.parametrize("path", ["/group/data.csv", "/group/atlas/"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("asked", "status", "expected"),
    [
        ("bytes=0-3", 206, slice(0, 4)),
        ("bytes=5-", 206, slice(5, None)),
        ("bytes=-4", 206, slice(-4, None)),
        ("bytes=3-999999999999999999999", 206, slice(3, None)),
        ("bytes=-99999999", 206, slice(None)),
        ("bytes=99999999-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=4-2", 200, slice(None)),
        ("bytes=0-1,3-4", 200, slice(None)),
        ("bytes=x-", 200, slice(None)),
        ("lines=0-1", 200, slice(None)),
    ],
)
def test_ranges(
    asked: str, status: int, expected: slice | None, path: str, method: str, preview: Preview
) -> None:
    whole = preview.ask(path).body
    answer = preview.ask(path, method, {"Range": asked})
    if method == "HEAD":  # ranges are GET's
        status, expected = 200, slice(None)
    assert answer.status == status
    assert answer.headers["Accept-Ranges"] == "bytes"
    part = whole[expected] if expected else b""
    assert int(answer.headers["Content-Length"]) == len(part)
    assert answer.body == (part if method == "GET" else b"")
    if status == 206:
        assert expected is not None
        first, last, _ = expected.indices(len(whole))
        assert answer.headers["Content-Range"] == f"bytes {first}-{last - 1}/{len(whole)}"
    elif status == 416:
        assert answer.headers["Content-Range"] == f"bytes */{len(whole)}"


def test_types(preview: Preview, site: Path) -> None:
    types = {
        "data.csv": "text/csv; charset=utf-8",
        "x.svg": "image/svg+xml",
        "x.webp": "image/webp",
        "x.avif": "image/avif",
        "x.woff2": "font/woff2",
        "x.js": "text/javascript; charset=utf-8",
        "x.xml": "application/xml; charset=utf-8",
        "x.json": "application/json; charset=utf-8",
        "x.webmanifest": "application/manifest+json",
        "x.tar.gz": "application/gzip",
        "x": "application/octet-stream",
    }
    write_files(site / ".sitegen" / "preview", dict.fromkeys(types, "x"))
    found = {name: preview.ask(f"/group/{name}").headers["Content-Type"] for name in types}
    assert {name: kind.lower() for name, kind in found.items()} == types


def test_headers_and_redirects_of_the_host(preview: Preview, site: Path) -> None:
    rules = {
        "_headers": "/group/atlas/\n  X-Own: yes\n  Access-Control-Allow-Origin: *\n",
        "_redirects": "/group/old/* /group/:splat 302\n/group/shown /group/atlas/ 200\n",
    }
    write_files(site / ".sitegen" / "preview", rules)
    answer = preview.ask("/group/atlas/")
    assert answer.headers["X-Own"] == "yes"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    moved = preview.ask("/group/old/atlas/?q=1")
    assert (moved.status, moved.headers["Location"]) == (302, "/group/atlas/?q=1")
    assert b"The atlas." in preview.ask("/group/shown").body
    assert preview.ask("/group/_headers").status == 404
    for name in rules:
        (site / ".sitegen" / "preview" / name).unlink()


def test_a_page_in_capitals_is_a_page(preview: Preview, site: Path) -> None:
    write_files(site / ".sitegen" / "preview", {"OLD.HTML": "<p>Old."})
    assert b"/-sitegen/preview.js" in preview.ask("/group/OLD.HTML").body


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
        upgrade = {**UPGRADE, "Origin": f"http://{running.host}"}
        assert running.ask("/-sitegen/socket", headers=upgrade).status == 101
        assert running.interrupt(number) == 0
        assert "Traceback" not in "".join(running.lines)
        assert "Exception" not in "".join(running.lines)


def test_it_ends_at_once_while_it_builds(tmp_path: Path) -> None:
    slow = "{% for a in range(3000) %}{% for b in range(3000) %}{% endfor %}{% endfor %}"
    page = f'{{% extends "theme/page.html" %}}{{% block after_content %}}{slow}{{% endblock %}}'
    config = 'title = "Test Lab"\nbase_url = "https://lab.example.org/"\n'
    files = {f"content/p{number}.md": "# Hello\n" for number in range(60)}
    write_files(tmp_path, {"sitegen.toml": config, **files})
    with previewing(tmp_path) as running:
        write_files(tmp_path, {"templates/page.html": page})
        time.sleep(0.7)
        assert running.ask("/p1/").status == 200
        assert running.interrupt(seconds=15) == 0  # the build would take longer
        assert "page.html" not in "".join(running.lines)
        assert "Traceback" not in "".join(running.lines)


def test_a_second_preview_of_the_site_is_told_in_one_line(preview: Preview, site: Path) -> None:
    assert preview.ask("/group/").status == 200
    run = run_sitegen("serve", site, "--no-drafts")
    assert run.code == 2
    assert run.lines == ["sitegen: a preview of this site is already running; end that one first"]


def test_a_taken_port_is_told_in_one_line(preview: Preview, tmp_path: Path) -> None:
    write_files(tmp_path, {"sitegen.toml": CONFIG})
    port = preview.host.rsplit(":", 1)[1]
    run = run_sitegen("serve", tmp_path, "--port", port)
    assert run.code == 2
    assert len(run.lines) == 1
    assert port in run.lines[0]
