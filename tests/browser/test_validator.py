"""The Nu Html Checker reads every page, and finds nothing."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from support.tools import find_java, find_npm_package

if TYPE_CHECKING:
    from support.serving import RoutedFiles

pytestmark = pytest.mark.browser

#: MathML Core (2.1.3) has these attributes on all elements; the validator knows MathML 3.
OLDER_THAN_MATHML_CORE = (
    "Attribute .(displaystyle|scriptlevel). not allowed on element .m[a-z]+. at this point.*"
)


def test_all_pages_are_valid_html(
    demo: RoutedFiles, demo_at_root: RoutedFiles, small: RoutedFiles, seed: RoutedFiles
) -> None:
    sites = [demo, demo_at_root, small, seed]
    options = ["--skip-non-html", "--format", "json", "--stdout"]
    options += ["--filterpattern", OLDER_THAN_MATHML_CORE]
    jar = find_npm_package("vnu-jar") / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        [find_java(), "-jar", jar, *options, *(site.folder for site in sites)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    found = [
        f"{each['url'].rpartition('/site/')[2]}:{each.get('lastLine', 0)}: {each['message']}"
        for each in json.loads(done.stdout)["messages"]
    ]
    assert found == []
    assert done.returncode == 0, done.stderr
    assert sum(len(site.html_files) for site in sites) > 60
