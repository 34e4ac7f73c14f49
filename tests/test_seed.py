"""The page with which it all began, byte for byte."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from support.crawling import crawl
from support.sites import run_here

SEED = Path(__file__).parent / "sites" / "seed"
PAGE = SEED / "content" / "our-research.md"
SHA256 = "9b12bc67e323c6040a353944b72558ccb9aa40d295ad94def2e52dc48c87517d"
ORIGINAL = Path(__file__).parents[2] / "shared" / "seed" / "our-research.md"


def test_the_page_is_unchanged() -> None:
    assert hashlib.sha256(PAGE.read_bytes()).hexdigest() == SHA256
    if ORIGINAL.exists():
        assert ORIGINAL.read_bytes() == PAGE.read_bytes()


def test_it_builds(tmp_path: Path) -> None:
    site, output = tmp_path / "seed", tmp_path / "out"
    shutil.copytree(SEED, site)
    run = run_here("build", site, "-o", output, "--format", "json", cwd=tmp_path)
    assert run.code == 0
    assert run.json["pages"] == 1
    assert [each["code"] for each in run.json["diagnostics"]] == ["placeholder", "mojibake"]
    assert [each["severity"] for each in run.json["diagnostics"]] == ["warning", "warning"]
    assert crawl(output, "https://lab.example.org/") == []


@pytest.fixture
def page(tmp_path: Path) -> str:
    site, output = tmp_path / "seed", tmp_path / "out"
    shutil.copytree(SEED, site)
    assert run_here("build", site, "-o", output, cwd=tmp_path).code == 0
    return (output / "our-research" / "index.html").read_text(encoding="utf-8")


def test_its_page_shows_all_that_it_says(page: str) -> None:
    assert "<title>Our Research · Imaging Lab</title>" in page
    assert '<html lang="en">' in page
    assert "<h1>Our Research in Medical Imaging and Machine Learning</h1>" in page
    assert page.count("<h2 id=") == 4
    assert page.count("<h3 id=") == 3
    assert "At [Your Company Name], we are" in page
    assert 'datetime="2021-12-18T11:10:36+08:00"' in page
    assert "18 December 2021" in page
    assert "Tailwind Typography @tailwindcss/typography &amp; Prose" in page
    assert page.count("/assets/images/") > 6
    assert "knee2" not in page
    assert '<meta property="og:image" content="https://lab.example.org/assets/' in page
