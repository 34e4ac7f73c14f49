"""The server answers the browser that prints, and nobody else."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sitegen.printing.page_server import link_to_site, serve_pages

if TYPE_CHECKING:
    from pathlib import Path


def test_links_lead_to_the_published_site() -> None:
    page = b'<a href="/lab/b/">b</a><a class="x" href="#a">a</a><a href="//c">c</a><img src="/d">'
    assert link_to_site(page, "https://lab.example.org") == (
        b'<a data-site href="https://lab.example.org/lab/b/">b</a><a class="x" href="#a">a</a>'
        b'<a href="//c">c</a><img src="/d">'
    )


def test_answers(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.css").write_text("a {}", encoding="utf-8")
    (tmp_path / "secret").write_text("no", encoding="utf-8")
    with serve_pages(tmp_path / "out", "/lab/", "/lab/b/", b"<p>page</p>") as address:
        host = urlsplit(address).netloc

        def ask(path: str, name: str = host) -> tuple[int, bytes]:
            connection = http.client.HTTPConnection(host, timeout=60)
            connection.request("GET", path, headers={"Host": name})
            answer = connection.getresponse()
            found = answer.status, answer.read()
            connection.close()
            return found

        assert ask("/lab/b/?x=1") == (200, b"<p>page</p>")
        assert ask("/lab/a.css") == (200, b"a {}")
        for path in ("/a.css", "/lab/../secret", "/lab/%2e%2e/secret", "/secret", "/"):
            assert ask(path)[0] == 404, path
        assert ask("/lab/a.css", "example.org")[0] == 421
