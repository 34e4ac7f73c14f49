# ruff: noqa: E501  # tables of cases and pages in one line are easier to compare
"""Content is not trusted: nothing that it says runs, loads, leaves the site or leaves the output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.engine.watched_process import WatchedProcess
from support.crawling import crawl
from support.pictures import picture
from support.sites import CONFIG, MakeSite, read_tree

BASE = "https://lab.example.org/"
ATTACK = """'"><script>alert(1)</script><img src=x onerror=alert(2)>&{{ 7*7 }}{% raw %}"""
QUOTED = ATTACK.replace("'", "''")
#: The same text as Markdown, for fields in which HTML is HTML.
ESCAPED = ATTACK.replace("<", r"\<")
QUOTED_MARKDOWN = ESCAPED.replace("'", "''")

ACTIVE_HTML = {
    "script": "<script>alert(1)</script>",
    "script with case": "<ScRiPt src=x.js></sCrIpT>",
    "script after text": "Text <script>alert(1)</script> more text",
    "script in a heading": "## A <script>alert(1)</script>",
    "script in a table": "| a |\n|---|\n| <script>alert(1)</script> |",
    "script in a footnote": "Text[^1]\n\n[^1]: <script>alert(1)</script>",
    "script in a definition": "Term\n:   <script>alert(1)</script>",
    "unclosed script": "<script>alert(1)",
    "style": "<style>body { display: none }</style>",
    "iframe": '<iframe src="https://example.org/"></iframe>',
    "srcdoc": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "object": '<object data="x.swf"></object>',
    "embed": '<embed src="x.swf">',
    "svg": "<svg><script>alert(1)</script></svg>",
    "svg onload": "<svg onload=alert(1)>",
    "math": '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    "form": '<form action="https://example.org/"><input name="q"><button>Go</button></form>',
    "base": '<base href="https://example.org/">',
    "meta": '<meta http-equiv="refresh" content="0; url=https://example.org/">',
    "link": '<link rel="stylesheet" href="https://example.org/x.css">',
    "template": "<template><script>alert(1)</script></template>",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "onclick": '<p onclick="alert(1)">x</p>',
    "onerror": '<img src="p.png" alt="x" onerror="alert(1)">',
    "ontoggle": "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "attribute list": "[x](p.md){onmouseover=alert(1)}",
    "style attribute": '<p style="background: url(https://example.org/x)">x</p>',
    "style in an attribute list": '# Title\n\ntext\n{: style="position:fixed"}',
    "srcset": '<img src="p.png" srcset="https://example.org/x.png 2x" alt="x">',
    "formaction": '<a href="p.md" ping="https://example.org/">x</a>',
    "theme's id": "## Heading {#_main}",
    "plaintext": "<plaintext>x",
    "dialog": "<dialog open>x</dialog>",
    "portal": "<x-custom is=y>z</x-custom>",
}
ADDRESSES = [
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "javascript&colon;alert(1)",
    "java&#10;script:alert(1)",
    "java&Tab;script:alert(1)",
    "ja&#13;va&NewLine;script&Tab;:alert(1)",
    "&#1;javascript:alert(1)",
    "  javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "view-source:https://example.org/",
]


@pytest.mark.parametrize("name", ACTIVE_HTML)
def test_active_html_is_an_error(make_site: MakeSite, name: str) -> None:
    site = make_site(
        {
            "content/p.md": "fine\n",
            "content/p.png": picture(),
            "content/x.md": ACTIVE_HTML[name] + "\n",
        }
    )
    result = site.build()
    assert not result.ok
    assert "unsafe-html" in site.codes()
    assert not site.output.exists()


@pytest.mark.parametrize("markup", ['<a href="{}">x</a>', '<q cite="{}">x</q>'])
@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_that_run_are_errors(make_site: MakeSite, address: str, markup: str) -> None:
    attribute = address.replace('"', "&quot;")
    site = make_site({"content/x.md": markup.format(attribute) + "\n"})
    assert not site.build().ok
    assert set(site.codes()) <= {"unsafe-url", "broken-link", "control-character"}
    assert not site.output.exists()


@pytest.mark.parametrize("engine", ["commonmark", "python-markdown"])
def test_addresses_that_run_are_no_broken_links(make_site: MakeSite, engine: str) -> None:
    """Browsers read an address without tabs and line breaks; where broken links are no errors."""
    config = f'{CONFIG}[markdown]\nengine = "{engine}"\n[diagnostics]\nlevels = {{broken-link = "off"}}\n'
    for address in ADDRESSES:
        attribute = address.replace('"', "&quot;")
        links = f'<a href="{attribute}">x</a>\n'
        site = make_site({"content/x.md": links}, config)
        assert not site.build().ok, address
        assert set(site.codes()) <= {"unsafe-url", "control-character"}
    site.write({"content/x.md": "fine\n"})
    site.build_well()
    site.write({"content/x.md": "[x](<java&Tab;script:alert(1)>)\n"})
    site.build()
    assert "java\tscript" not in site.all_text()


@pytest.mark.parametrize(
    "markup",
    [
        "![x](https://example.org/p.png)",
        "![x](//example.org/p.png)",
        "![x](data:image/svg+xml;base64,AAAA)",
        '<video src="https://example.org/v.mp4"></video>',
        '<video poster="//example.org/p.png"></video>',
        '<audio src="http://example.org/a.mp3"></audio>',
        '<video><track src="https://example.org/t.vtt"></video>',
        '<audio><source src="https://example.org/a.mp3"></audio>',
        '{% include figure.liquid path="https://example.org/p.png" alt="A" %}',
        '<div>{% include figure.liquid path="//example.org/p.png" alt="A" %}</div>',
        "![x][1]\n\n[1]: https://example.org/p.png",
        '<img src="" alt="x">',
    ],
)
def test_nothing_is_loaded_from_elsewhere(make_site: MakeSite, markup: str) -> None:
    site = make_site({"content/x.md": markup + "\n"})
    assert not site.build().ok
    assert {"external-resource", "unsafe-html"} & set(site.codes())
    assert not site.output.exists()


def test_every_text_is_escaped_everywhere(make_site: MakeSite) -> None:
    page = f"""---
title: '{QUOTED}'
description: '{QUOTED_MARKDOWN}'
date: 2026-01-01
updated: 2026-01-02
authors: ['{QUOTED}']
tags: ['{QUOTED}', 'plain']
featured_image: p.png
featured_image_alt: '{QUOTED}'
featured_image_caption: '{QUOTED_MARKDOWN}'
menu: {{main: {{name: '{QUOTED}'}}, footer: {{name: '{QUOTED}'}}}}
extra_field: '{QUOTED}'
---
## Part

![alt "> text](p.png "title & <caption>")

`{{{{ 7*7 }}}}` and {{{{ 7*7 }}}}
"""
    text = ATTACK.replace('"', '\\"')
    markdown = ESCAPED.replace("\\", "\\\\").replace('"', '\\"')
    config = f"""
title = "{text}"
base_url = "{BASE}"
description = "{markdown}"
author = "{text}"
copyright = "{text}"
"""
    site = make_site(
        {
            "content/news/index.md": f"---\ntitle: '{QUOTED}'\ndescription: '{QUOTED_MARKDOWN}'\n---\n",
            "content/news/page.md": page,
            "content/news/other.md": "---\ndate: 2026-01-03\ntags: [plain]\n---\nText.\n",
            "content/p.png": picture(size=(1300, 700)),
            "content/news/p.png": picture(size=(1300, 700)),
        },
        config,
    )
    site.build_well()
    for name in site.pages():
        tree = LexborHTMLParser(site.text(name))
        for node in tree.css("script"):
            if node.attributes.get("type") == "application/ld+json":
                json.loads(node.text())
            else:
                assert (node.attributes.get("src") or "").startswith("/assets/"), name
        assert not tree.css("img[src=x]"), name
        assert not tree.css("[onerror]"), name
        assert "49" not in "".join(node.text() for node in tree.css("title"))
    page_text = site.text("news/page/index.html")
    tree = LexborHTMLParser(page_text)
    assert tree.css_first("h1").text() == ATTACK  # type: ignore[union-attr]
    assert tree.css_first('meta[name="description"]').attributes["content"] == ATTACK  # type: ignore[union-attr]
    assert "<code>{{ 7*7 }}</code> and {{ 7*7 }}" in page_text
    feed = ET.fromstring(site.text("feed.xml"))  # noqa: S314  # our own output
    assert feed.findtext("{*}title") == ATTACK
    assert ATTACK in [each.text for each in feed.findall("{*}entry/{*}title")]
    assert ATTACK in [
        each.attrib["term"] for each in feed.iter("{http://www.w3.org/2005/Atom}category")
    ]
    ET.fromstring(site.text("sitemap.xml"))  # noqa: S314  # our own output
    assert crawl(site.output, BASE) == []


@pytest.mark.parametrize("field", ["description", "featured_image_caption"])
def test_markdown_in_a_field_is_sanitised(make_site: MakeSite, field: str) -> None:
    front = f"featured_image: p.png\nfeatured_image_alt: A\n{field}: '{QUOTED}'\n"
    site = make_site({"content/x.md": f"---\n{front}---\n", "content/p.png": picture()})
    assert {each.code for each in site.build().diagnostics} == {"html-left-out", "unsafe-html"}
    told = [each for each in site.messages() if each.startswith("content/x.md:4:1: ")]
    assert [each.split(": ")[1] for each in told] == [
        "warning[html-left-out]",
        "error[unsafe-html]",
        "error[unsafe-html]",
    ]
    assert all(f"'{field}'" in each for each in told)
    assert not site.output.exists()


def test_markdown_in_the_description_of_a_site_is_sanitised(make_site: MakeSite) -> None:
    text = ATTACK.replace('"', '\\"')
    site = make_site({"content/index.md": "# Home\n"}, f'{CONFIG}description = "{text}"\n')
    assert not site.build().ok
    assert "unsafe-html" in site.codes()
    assert not site.output.exists()


OUTSIDE = "../../../../../../etc/passwd"


@pytest.mark.parametrize(
    "page",
    [
        f"[x]({OUTSIDE})\n",
        f"![x]({OUTSIDE})\n",
        f'<video src="{OUTSIDE}"></video>\n',
        "[x](/../../etc/passwd)\n",
        "[x](%2e%2e/%2e%2e/%2e%2e/etc/passwd)\n",
        "[x](..%2f..%2f..%2fetc%2fpasswd)\n",
        "[x](..\\..\\..\\etc\\passwd)\n",
        "[x](/etc/passwd)\n",
        "![x](/etc/passwd)\n",
        "[x]({% link ../../../etc/passwd %})\n",
        "[x]({{ '/../../etc/passwd' | relative_url }})\n",
        '{% include figure.liquid path="../../../etc/a.png" alt="A" %}\n',
        ":::{literalinclude} ../../../etc/passwd\n:::\n",
        "[x](../sitegen.toml)\n",
        "[x](../.env)\n",
        "[x](../templates/page.html)\n",
        "[x](../.git/config)\n",
        f"---\nfeatured_image: {OUTSIDE}\n---\n",
        f"---\nslug: {OUTSIDE}\n---\n",
        "---\nslug: a/b\n---\n",
        "---\nslug: ..\n---\n",
        "---\nslug: '..\\..'\n---\n",
        "---\nslug: .\n---\n",
        f"---\naliases: [{OUTSIDE}]\n---\n",
        "---\naliases: [/../../etc/passwd]\n---\n",
        "---\naliases: ['/..\\..\\x']\n---\n",
        f"---\ntemplate: {OUTSIDE}\n---\n",
        "---\ntemplate: /etc/passwd\n---\n",
        "---\ntemplate: theme/../../../etc/passwd\n---\n",
    ],
)
def test_no_path_leaves_the_site(make_site: MakeSite, page: str) -> None:
    site = make_site({"content/x.md": page, ".env": "SECRET=1\n", "templates/page.html": "x\n"})
    before = read_tree(site.root.parent)
    result = site.build()
    after = read_tree(site.root.parent)
    assert not result.ok
    cache = f"{site.root.name}/.sitegen/"
    own = {name for name in after if name.startswith(cache)}
    assert {name: data for name, data in after.items() if name not in own} == before
    assert b"SECRET=1" not in b"".join(after[name] for name in own)


def test_an_encoded_path_in_an_alias_leads_nowhere_else(make_site: MakeSite) -> None:
    site = make_site({"content/x.md": "---\naliases: ['/a/%2e%2e/%2e%2e/x']\n---\n"})
    site.build()
    assert site.codes() == ["invalid-field"]
    site.write({"content/x.md": "---\naliases: ['/a/%252e%252e/x']\n---\n"})
    site.build_well()
    assert (site.output / "a" / "%2e%2e" / "x" / "index.html").is_file()


@pytest.mark.parametrize(
    "link",
    [
        "content/x.md",
        "content/x.txt",
        "assets/x.css",
        "assets/x.png",
        "assets/static/x.txt",
        "templates/page.html",
        "templates/strings/de.toml",
        "data/people.yaml",
        "data/lab/people.txt",
        "data/glossary.yaml",
        "data/citations.json",
        "data/python.inv",
        "references.bib",
        "bibliography/works.bib",
        "bibliography/works.json",
        "bibliography/own.csl",
        "content/_part.md",
        "content/x.ipynb",
        "content/x.bib",
        "content/captions.yaml",
        "content/_freeze/a/outputs.ipynb",
        "content/_freeze/a/execute-results/html.json",
        "templates/partials/x.html",
        "templates/shortcodes/x.html",
        "assets/fonts/x.woff2",
        "assets/static/_headers",
        "assets/static/.well-known/security.txt",
    ],
)
def test_a_link_to_a_file_outside_is_refused(
    make_site: MakeSite, link: str, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret\n")
    site = make_site({"content/a.md": "fine\n"})
    (site.root / link).parent.mkdir(parents=True, exist_ok=True)
    (site.root / link).symlink_to(secret)
    site.build()
    assert site.codes() == ["path-outside-site"]
    assert site.messages()[0].startswith(f"{link}: ")
    assert not site.output.exists()


@pytest.mark.parametrize(
    "link",
    [
        f"{name}{sub}"
        for name in ("content", "assets", "templates", "data", "bibliography")
        for sub in ("", "/sub")
    ]
    + ["content/_freeze", "content/_freeze/a", "templates/shortcodes", "templates/strings"],
)
def test_a_link_to_a_folder_outside_is_refused(
    make_site: MakeSite, link: str, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "secret.md").write_text("secret\n")
    site = make_site({} if link == "content" else {"content/a.md": "fine\n"})
    nothing_else = ["empty-site"] if link == "content" else []
    (site.root / link).parent.mkdir(parents=True, exist_ok=True)
    (site.root / link).symlink_to(secret, target_is_directory=True)
    site.build()
    assert sorted(site.codes()) == [*nothing_else, "path-outside-site"]
    assert not site.output.exists()


def test_a_link_inside_the_site_is_followed(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "fine\n", "notes/b.md": "# Shared\n"})
    (site.root / "content" / "b.md").symlink_to("../notes/b.md")
    (site.root / "content" / "again").symlink_to("../content", target_is_directory=True)
    site.build_well()
    assert "<h1>Shared</h1>" in site.text("b/index.html")
    assert not [name for name in site.files() if name.startswith("again/again")]


def test_names_that_no_text_can_hold_are_refused(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "fine\n"})
    (site.root / "content" / "b\udcff.md").write_text("x\n")
    (site.root / "content" / "c\n.md").write_text("x\n")
    site.build()
    assert site.codes() == ["encoding", "encoding"]


def test_hidden_files_and_backups_are_not_published(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a.md": "fine\n",
            "content/.hidden.md": "secret\n",
            "content/.git/config.md": "secret\n",
            "content/a.md~": "secret\n",
            "content/#a.md#": "secret\n",
            "assets/.secret.css": "secret {}\n",
            "assets/static/notes.txt~": "secret\n",
            "assets/static/.git/config": "secret\n",
        }
    )
    site.build_well()
    assert "secret" not in site.all_text()
    assert {name for name in site.files() if "notes.txt" in name or ".git" in name} == set()


def test_only_linked_files_are_published(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/a.md": "[x](open.csv)\n",
            "content/open.csv": "1\n",
            "content/closed.csv": "secret\n",
            "assets/files/closed.pdf": "secret\n",
            "assets/images/closed.png": picture(),
        }
    )
    site.build_well()
    assert "open.csv" in site.files()
    assert [name for name in site.files() if "closed" in name] == []


def test_gaps_cannot_be_forged(make_site: MakeSite) -> None:
    for forged in (
        "\x100\x11",
        "&#x10;0&#x11;",
        "&#16;0&#17;",
        "`&#x10;`{title='&#x10;0&#x11;'}",
        "\ufdd00\ufdd1",
        "&#xFDD0;0&#xFDD1;",
        "&#64976;0&#64977;",
        "`&#xFDD0;`{title='&#xFDD0;0&#xFDD1;'}",
    ):
        site = make_site(
            {
                "content/a.md": f"![x](p.png)\n\n<b title='{forged}'>y</b>\n",
                "content/p.png": picture(),
            }
        )
        site.build()
        assert site.codes() == ["control-character"]


def test_template_code_in_content_is_text(make_site: MakeSite) -> None:
    site = make_site(
        {"content/a.md": "---\ntitle: '{{ 7*7 }}'\n---\n{{ 7*7 }} {% include 'x' %} {#c}\n"},
        CONFIG,
    )
    result = site.build()
    assert result.ok
    assert [each.code for each in result.diagnostics] == ["foreign-syntax"]
    assert "{{ 7*7 }} {% include 'x' %} {#c}" in site.text("a/index.html")
    assert "49" not in site.text("a/index.html")


def test_a_new_tab_has_no_hold_on_the_page(make_site: MakeSite) -> None:
    text = '{{< figure p.png alt=x link="https://example.org/" target=_blank rel=opener >}}\n'
    site = make_site({"content/x.md": text, "content/p.png": picture()})
    site.build_well()
    link = LexborHTMLParser(site.text("x/index.html")).css_first('a[target="_blank"]')
    assert "noopener" in (link.attributes["rel"] or "").split()


#: What a build and its processes import, from Python and from others.
MODULES = ("json", "random", "struct", "subprocess", "msgspec", "sitegen", "resource", "mmap")


@pytest.mark.parametrize("folder", ["", "content"])
def test_no_module_of_the_site_is_imported(make_site: MakeSite, folder: str) -> None:
    """Python looks for modules in the folder where a process starts, unless it is told not to."""
    pages = {"content/a.md": "# A\n\n```dot\ndigraph { a -> b }\n```\n"}
    taken = (
        "import pathlib\npathlib.Path(__file__).with_suffix('.taken').touch()\nraise SystemExit\n"
    )
    site = make_site({**pages, **{f"{folder or '.'}/{name}.py": taken for name in MODULES}})
    command = [sys.executable, "-P", "-m", "sitegen", "build", str(site.root), "-o", site.output]
    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(  # our own interpreter, our own arguments
        command,
        cwd=site.root / folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert list(site.root.rglob("*.taken")) == []
    assert done.returncode == 0, done.stderr
    assert "<svg" in site.text("a/index.html")


def test_a_process_for_work_imports_no_module_of_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does one that is not forked."""
    for name in MODULES:
        (tmp_path / f"{name}.py").write_text(
            "import pathlib\npathlib.Path(__file__).with_suffix('.taken').touch()\n"
        )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [each for each in sys.path if each])
    process = WatchedProcess.spawn()
    process.close()
    assert list(tmp_path.glob("*.taken")) == []
