from __future__ import annotations

import zlib

import pytest

from support.sites import CONFIG, MakeSite

LINES = """\
numpy.ndarray py:class 1 reference/numpy.ndarray.html#$ -
numpy.ma.MaskedArray py:class 1 reference/ma.html#$ -
numpy.ma.sum py:function 1 reference/ma.html#$ -
numpy.sum py:function 1 reference/sum.html#$ -
a.same py:data 1 a.html -
b.same py:data 1 b.html -
quickstart std:label -1 user/<quick>.html#start Quick & <start>
"""
INVENTORY = b"# Sphinx inventory version 2\n# Project: P\n# Version: 1\n# zlib.\n" + zlib.compress(
    LINES.encode()
)
SETTINGS = f"""{CONFIG}
[references.numpy]
inventory = "data/numpy.inv"
url = "https://numpy.org/doc/stable/"
"""


def test_links_into_another_project(make_site: MakeSite) -> None:
    text = (
        "[](xref:numpy#ndarray) [text](xref:numpy#numpy.ndarray) [](xref:numpy#sum)"
        " [](xref:numpy#quickstart) [](xref:numpy) [x](XREF:numpy#ma.sum)\n"
    )
    site = make_site({"content/a.md": text, "data/numpy.inv": INVENTORY}, SETTINGS)
    site.build_well()
    shown = site.text("a/index.html")
    base = "https://numpy.org/doc/stable"
    array = f"{base}/reference/numpy.ndarray.html#numpy.ndarray"
    for wanted in (
        f'<a href="{array}"><code>numpy.ndarray</code></a>',
        f'<a href="{array}">text</a>',
        f'<a href="{base}/reference/sum.html#numpy.sum"><code>numpy.sum</code></a>',
        f'<a href="{base}/user/%3Cquick%3E.html#start">Quick &amp; &lt;start&gt;</a>',
        f'<a href="{base}/">numpy</a>',
        f'<a href="{base}/reference/ma.html#numpy.ma.sum">x</a>',
    ):
        assert wanted in shown


def test_unknown_projects_and_names(make_site: MakeSite) -> None:
    text = "[](xref:nunpy#ndarray)\n[a](xref:numpy#ndaray)\n[](xref:numpy#same)\n"
    site = make_site({"content/a.md": text, "data/numpy.inv": INVENTORY}, SETTINGS)
    site.build()
    code = "error[unknown-external-reference]"
    unknown = "'numpy' has nothing of the name"
    assert site.messages() == [
        f"content/a.md:1:4: {code}: there is no project 'nunpy'; did you mean 'numpy'?",
        f"content/a.md:2:5: {code}: {unknown} 'ndaray'; did you mean 'numpy.ndarray'?",
        f"content/a.md:3:4: {code}: {unknown} 'same'; did you mean 'b.same'?",
    ]


def test_a_file_that_is_missing_or_broken(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "A\n"}, SETTINGS)
    site.build()
    (message,) = site.messages()
    assert "error[inventory]: there is no file 'data/numpy.inv'" in message
    site.write({"data/numpy.inv": b"# Sphinx"})
    site.build()
    (message,) = site.messages()
    assert message.startswith("data/numpy.inv:1:1: error[inventory]: this inventory cannot be read")


@pytest.mark.parametrize(
    ("inventory", "url", "message"),
    [
        ("numpy.inv", "https://numpy.org/", "is no inventory in data/"),
        ("data/../x.inv", "https://numpy.org/", "is no inventory in data/"),
        ("data/x.txt", "https://numpy.org/", "is no inventory in data/"),
        ("data/x.inv", "javascript:alert(1)", "is not an http or https address"),
    ],
)
def test_settings(make_site: MakeSite, inventory: str, url: str, message: str) -> None:
    settings = f'{CONFIG}[references.x]\ninventory = "{inventory}"\nurl = "{url}"\n'
    site = make_site({"content/a.md": "A\n"}, settings)
    run = site.run_here()
    assert run.code == 2
    assert message in run.stderr


def test_an_edit_of_the_inventory_is_seen(make_site: MakeSite) -> None:
    files: dict[str, str | bytes] = {"content/a.md": "[](xref:numpy#ndarray)\n"}
    site = make_site({**files, "data/numpy.inv": INVENTORY}, SETTINGS)
    site.build_well()
    changed = INVENTORY.split(b"zlib.\n")[0] + b"zlib.\n"
    changed += zlib.compress(LINES.replace("reference/numpy", "new/numpy").encode())
    site.write({"data/numpy.inv": changed})
    site.build_well()
    assert "/new/numpy.ndarray.html" in site.text("a/index.html")
