"""Print a page of a site as a PDF file."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sitegen.config import parse_config
from sitegen.engine.build import BuildOptions, build_site
from sitegen.engine.explaining import find_reasons
from sitegen.errors import MachineError
from sitegen.printing.browsers import find_browser
from sitegen.printing.page_server import link_to_site, serve_pages
from sitegen.storage.folder_handle import open_folder
from sitegen.storage.source_files import find_config

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.model import BuildResult
    from sitegen.model.progress import Progress

__all__ = ["PrintOptions", "print_page"]

#: A browser that has not printed by then will not.
_SECONDS = 120
#: The browser asks nobody for anything, and this server only for what the page needs.
_ARGUMENTS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-proxy-server",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOptions:
    """What a command line asks for. `browser` is a program; empty for one that is installed."""

    browser: str = ""
    drafts: bool = False
    waiting: Callable[[], None] = lambda: None
    progress: Progress = lambda *_: None


def print_page(site: Path, page: str, output: Path, options: PrintOptions) -> BuildResult:
    """Build a site beside its own output, and print one of its pages to the file `output`.

    `page` is its source file or its URL. With errors in the result, nothing was printed. Raises
    SitegenError: no such page, no browser, or a browser that fails.
    """
    browser = find_browser(options.browser)
    config_file = find_config(site)
    config = parse_config(config_file.text, config_file.name)
    name = _name_in_site(page, config_file.root)
    folder = config_file.root / ".sitegen" / "pdf"
    built = build_site(
        site,
        BuildOptions(
            output=folder,
            explain=name,
            drafts=options.drafts,
            waiting=options.waiting,
            progress=options.progress,
        ),
    )
    if not built.ok:
        return built
    file = find_reasons(built.reasons, name)[0][0]
    path = config.base_path + quote(file.removesuffix("index.html"))
    html = link_to_site((folder / file).read_bytes(), config.origin)
    with serve_pages(folder, config.base_path, path, html) as address:
        _write_pdf(browser, address, output)
    return built


def _name_in_site(page: str, root: Path) -> str:
    """Return the name of a page in its site; it may be a path from the current folder."""
    file = Path(page)
    if file.is_file() and file.resolve().is_relative_to(root.resolve()):
        return file.resolve().relative_to(root.resolve()).as_posix()
    return page


def _write_pdf(browser: Path, address: str, output: Path) -> None:
    """Let a browser print a page into a new file, which then replaces `output`."""
    arguments = [*_ARGUMENTS]
    if sys.platform == "linux" and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium has none for root, and would not start
    try:
        with tempfile.TemporaryDirectory(
            prefix="sitegen-pdf-", ignore_cleanup_errors=True
        ) as folder:
            made = Path(folder, "page.pdf")
            arguments += [f"--user-data-dir={folder}", f"--print-to-pdf={made}", address]
            done = subprocess.run(  # noqa: S603  # a browser of the user's
                [str(browser), *arguments], capture_output=True, timeout=_SECONDS, check=False
            )
            if done.returncode or not made.is_file() or not _is_pdf(made):
                raise MachineError(_describe_failure(browser, done.stderr))
            _replace(output, made.read_bytes())
    except subprocess.TimeoutExpired as error:
        message = f"{browser}: after {_SECONDS} s, the page was still not printed"
        raise MachineError(message) from error
    except OSError as error:
        raise MachineError(str(error)) from error


def _is_pdf(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(5) == b"%PDF-"


def _describe_failure(browser: Path, said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    last = f": {lines[-1][:300]}" if lines else ""
    return f"{browser} did not print the page{last}"


def _replace(output: Path, data: bytes) -> None:
    """Write a file so that it is complete at any time."""
    with open_folder(output.parent, own=0) as folder:
        folder.replace_file(output.name, data, f".{output.name}.{os.getpid()}.part", None)
