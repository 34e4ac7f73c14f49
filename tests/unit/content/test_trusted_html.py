"""A folder that the configuration trusts keeps its HTML, and says what it does."""

from __future__ import annotations

import pytest

from sitegen.config import ENGINES, ContentConfig, ContentFolder, Engine
from support.parsing import body_of, codes_of, parse
from support.sites import CONFIG, MakeSite

TRUSTED = ContentConfig(html="trusted")


@pytest.mark.parametrize("engine", ENGINES)
def test_what_the_owner_wrote_stays(engine: Engine) -> None:
    text = """<style>p { color: red }</style>

<p style="line-height: 2" onclick="run()">Text</p>

<form action="/x"><input name="q"><button>Go</button></form>

<script>
run("<b>");
</script>
"""
    page = parse(text, engine=engine, content=TRUSTED)
    body = body_of(page.body)
    assert "<style>p { color: red }</style>" in body
    assert '<p style="line-height: 2" onclick="run()">Text</p>' in body
    assert '<input name="q">' in body
    assert 'run("<b>");' in body
    assert set(codes_of(page)) == {"inline-code"}
    assert page.word_count == 2


def test_a_digest_with_slashes_is_no_address() -> None:
    page = parse("Text.\n\n<script>run(195);</script>\n", content=TRUSTED)
    assert codes_of(page) == ["inline-code"]
    assert "//" in page.diagnostics[0].hint


def test_requests_are_told_once_a_kind() -> None:
    text = """Text.

<iframe src="https://www.youtube-nocookie.com/embed/1" title="1"></iframe>

<iframe src="https://player.vimeo.com/2" title="2"></iframe>
<iframe src="https://player.vimeo.com/3" title="3"></iframe>

<script src="//cdn.example.org/x.js"></script>

![A badge](https://img.example.org/badge.svg)
"""
    page = parse(text, content=TRUSTED)
    expected = """\
content/page.md:3:14: warning[third-party-request]: a frame is loaded from \
www.youtube-nocookie.com and player.vimeo.com, which learn who reads the page; \
a Content-Security-Policy needs frame-src https://www.youtube-nocookie.com https://player.vimeo.com
content/page.md:8:14: warning[third-party-request]: a script is loaded from \
cdn.example.org, which learns who reads the page; \
a Content-Security-Policy needs script-src https://cdn.example.org
content/page.md:10:12: warning[third-party-request]: an image is loaded from \
img.example.org, which learns who reads the page; \
a Content-Security-Policy needs img-src https://img.example.org"""
    assert "\n".join(str(each) for each in page.diagnostics) == expected


def test_the_policy_gets_the_digest_of_the_script() -> None:
    page = parse("<script src='a.js'></script>\n\n<script>alert(1)</script>\n", content=TRUSTED)
    (problem,) = page.diagnostics
    assert str(problem) == (
        "content/page.md:3:1: warning[inline-code]: the page has an inline script; a "
        "Content-Security-Policy needs script-src "
        "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
    )


def test_what_is_ours_stays_ours() -> None:
    text = '<!-- note -->\n<slot name="0">x</slot>\n<p id="_main">y</p>\n\n![a](p.png){place=9}\n'
    page = parse(text, content=TRUSTED)
    assert codes_of(page) == ["unsafe-html"] * 3
    assert "note" not in body_of(page.body)


@pytest.mark.parametrize(
    ("path", "trusted"),
    [
        ("content/tools/a.md", True),
        ("content/tools/deep/a.md", True),
        ("content/tools/guests/a.md", False),
        ("content/toolshed/a.md", False),
        ("content/a.md", False),
    ],
)
def test_the_nearest_folder_decides(path: str, *, trusted: bool) -> None:
    folders = {
        "content/tools/": ContentFolder(html="trusted"),
        "content/tools/guests": ContentFolder(html="safe"),
    }
    page = parse("<script>x</script>\n", path, content=ContentConfig(folders=folders))
    assert codes_of(page) == (["inline-code"] if trusted else ["unsafe-html"])


FRONT = """---
html: trusted
content: {html: trusted, folders: {content: {html: trusted}}}
trusted: true
params: {content: {html: trusted}}
---
<script>alert(1)</script>
"""


def test_a_page_cannot_trust_itself(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": FRONT})
    assert not site.build().ok
    assert "unsafe-html" in site.codes()
    assert not site.output.exists()


def test_a_site_with_a_trusted_folder(make_site: MakeSite) -> None:
    settings = (
        f'{CONFIG}[files]\ntypes = ["js", "html"]\n'
        '[content.folders]\n"content/tools" = {html = "trusted"}\n'
    )
    page = '<script src="plot.js"></script>\n\n<iframe src="plot.html" title="A plot"></iframe>\n'
    files: dict[str, str | bytes] = {
        "content/tools/a.md": page,
        "content/tools/plot.js": "run()",
        "content/tools/plot.html": "<p>plot</p>",
    }
    site = make_site(files, settings)
    site.build_well()
    html = site.text("tools/a/index.html")
    assert '<script src="/tools/plot.js"></script>' in html
    assert '<iframe src="/tools/plot.html" title="A plot"></iframe>' in html
    assert site.text("tools/plot.js") == "run()"
    site.write({"content/b.md": page})
    assert not site.build().ok


def test_an_edit_of_the_configuration(make_site: MakeSite) -> None:
    settings = f'{CONFIG}[content]\nhtml = "trusted"\n'
    site = make_site({"content/a.md": "# A\n\n<script>x</script>\n"}, settings)
    assert site.build().ok
    site.write({"sitegen.toml": CONFIG})
    assert not site.build().ok
    site.write({"sitegen.toml": settings})
    assert site.build().ok
    assert "<script>x</script>" in site.text("a/index.html")


@pytest.mark.parametrize("engine", ENGINES)
def test_frames_have_titles(engine: Engine) -> None:
    text = (
        'Text.\n\n<iframe src="/a.html"></iframe>\n\n<iframe src="/a.html" title="A"></iframe>\n\n'
        '<iframe src="/a.html" aria-hidden="true"></iframe>\n<iframe src="/b.html"></iframe>\n'
    )
    page = parse(text, engine=engine, content=TRUSTED)
    found = [(each.code, each.location.line) for each in page.diagnostics]
    assert found == [("media-title", 3), ("media-title", 8)]
