from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.preview.watch.change_detection import FileStates
from sitegen.storage.site_files import is_site_file
from sitegen.storage.source_files import scan_site
from support.sites import write_files

#: Hidden files that a web server or a host reads.
HOSTED = (".nojekyll", ".htaccess", ".well-known/security.txt", ".domains", ".htpasswd")
PLAIN = (
    "CNAME",
    "_headers",
    "a.swf",
    "4913/a.txt",
    "part.csv",
    "a.env",
    "gitignore.txt",
    "a#1.txt",
)
LEFT = (
    *("a~", "#a#", ".#a", "~$a.docx", ".~lock.a.odt#", ".a.swp", ".a.tex.swn", "_a.swp"),
    *("a.md___jb_tmp___", "a.bak", "a.orig", "a.tmp", ".idea/workspace.xml", ".vscode/s.json"),
    *("upload.part", "a.crdownload", "Unconfirmed 1.crdownload", "a.pdf.download/a.pdf"),
    *("._a.pdf", ".DS_Store", "__MACOSX/a", "Thumbs.db", "thumbs.db", "desktop.ini"),
    *(".Trash-1000/a", ".nfs0001", ".fuse_hidden0001", ".directory"),
    *(".git/config", ".gitignore", ".gitmodules", ".svn/a", ".hg/a", ".hgignore"),
    *(".ipynb_checkpoints/a.ipynb", "__pycache__/a.pyc", "node_modules/a/readme.md"),
    *(".env", ".env.local", ".envrc", ".venv/a", ".Rhistory", ".RData"),
)


@pytest.mark.parametrize(
    "folder", ["content", "assets", "assets/static", "assets/static/.well-known"]
)
def test_what_programs_leave_counts_nowhere(tmp_path: Path, folder: str) -> None:
    names = {f"{folder}/{name}": "x" for name in (*HOSTED, *PLAIN, *LEFT)}
    write_files(tmp_path, names)
    hidden = HOSTED if "static" in folder else ()
    expected = {f"{folder}/{name}" for name in (*hidden, *PLAIN)}
    assert set(scan_site(tmp_path).stats) == expected
    assert {name for name in names if is_site_file(name)} == expected
    assert set(FileStates(tmp_path).scan()) == expected


def test_a_lock_of_emacs_leads_nowhere_and_is_no_mistake(tmp_path: Path) -> None:
    write_files(tmp_path, {"assets/static/_headers": "x"})
    (tmp_path / "assets" / "static" / ".#_headers").symlink_to("jane@lab.1234:1")
    scan = scan_site(tmp_path)
    assert (list(scan.stats), scan.problems) == (["assets/static/_headers"], [])


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("content/a.md", True),
        ("sitegen.toml", True),
        ("refs.bib", True),
        ("bibliography/x.bib", True),
        ("content", True),
        ("assets/static/.well-known/x", True),
        ("assets/static", True),
        ("assets/.hidden", False),
        ("content/.obsidian/x.md", False),
        ("_site/index.html", False),
        (".sitegen/cache.db", False),
        ("src/x.py", False),
        ("a.md", False),
        (".", False),
    ],
)
def test_what_counts(path: str, *, counts: bool) -> None:
    assert is_site_file(path) is counts
