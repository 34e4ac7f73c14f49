"""`sitegen bib`: bibliographies. Only these commands use the network, all but `format`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli.arguments import all_option, format_option, site_argument

if TYPE_CHECKING:
    from sitegen.services.count_syncing import CountSource
    from sitegen.services.reference_formatting import OutputFormat

__all__ = ["bib"]

_file_option = click.option(
    "--file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The .bib file for new entries. Default: the site's only one, or publications.bib.",
)
_yes_option = click.option("--yes", is_flag=True, help="Write without asking.")
_json_option = click.option(
    "--format",
    "style",
    type=click.Choice(["human", "json"]),
    default="human",
    help="How to report: for people, or as JSON on standard output.",
)


@click.group()
def bib() -> None:
    """Fetch and format references, and compare those of the site with what is registered.

    These commands use the network, all but `format`; builds never do. They ask doi.org, Crossref,
    DataCite, arXiv, PubMed, ORCID, OpenAlex and Open Library, and tell them the address of the
    site. What they would write is shown first. No field that is in a file already is ever changed.
    """


@bib.command()
@click.argument("references", nargs=-1, required=True, metavar="REFERENCE...")
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    default=".",
    metavar="SITE",
    help="The folder of the site. Default: the current one.",
)
@_file_option
@_yes_option
@_json_option
def add(
    references: tuple[str, ...], site: Path, file: Path | None, style: str, *, yes: bool
) -> None:
    """Add works to a bibliography, or complete the entries that it has of them.

    REFERENCE is a DOI, an arXiv id, a PMID, an ISBN, or the https address of a page that names a
    DOI. Several of them may be of different kinds.
    """
    from sitegen.cli.bib_report import finish_edit, told_config_errors  # as in build_command
    from sitegen.cli.progress_bar import show_progress
    from sitegen.services.adding import plan_additions

    with told_config_errors(), show_progress(style) as progress:
        edit = plan_additions(site, references, file, progress)
    sys.exit(finish_edit(edit, style, yes=yes))


@bib.command()
@site_argument
@click.option("--orcid", "orcids", multiple=True, metavar="ID", help="An ORCID iD; repeatable.")
@click.option("--people", is_flag=True, help="Take the 'orcid' of all people of the site.")
@click.option("--counts", is_flag=True, help="Fetch how often each work with a DOI is cited.")
@click.option(
    "--source",
    type=click.Choice(["openalex", "crossref"]),
    default="openalex",
    show_default=True,
    help="Who counts citations.",
)
@_file_option
@_yes_option
@_json_option
def sync(  # one for each option
    site: Path,
    orcids: tuple[str, ...],
    source: CountSource,
    file: Path | None,
    style: str,
    *,
    people: bool,
    counts: bool,
    yes: bool,
) -> None:
    """Add what people list at ORCID, or fetch citation counts.

    A work is added if no entry has its DOI or its title. Counts go to data/citation-counts.toml,
    with their source and date.
    """
    from sitegen.cli.bib_report import finish_counts, finish_edit, told_config_errors
    from sitegen.cli.progress_bar import show_progress
    from sitegen.errors import UsageError

    if counts == bool(people or orcids):
        message = "choose one: --counts, or --orcid ID and --people"
        raise UsageError(message)
    if counts:
        from sitegen.engine.clock import read_now
        from sitegen.services.count_syncing import plan_counts

        with told_config_errors(), show_progress(style) as progress:
            planned = plan_counts(site, source, read_now().date(), progress)
        sys.exit(finish_counts(planned, style, yes=yes))
    from sitegen.services.orcid_syncing import plan_orcid_sync

    with told_config_errors(), show_progress(style) as progress:
        edit = plan_orcid_sync(site, orcids, file, progress, people=people)
    sys.exit(finish_edit(edit, style, yes=yes))


@bib.command()
@site_argument
@click.option("--no-search", is_flag=True, help="Do not search DOIs for entries without one.")
@all_option
@format_option
def check(site: Path, style: str, *, no_search: bool, shows_all: bool) -> None:
    """Compare the site's entries with what is registered for them.

    Reports DOIs and preprints that do not exist, retractions, corrections, other titles, preprints
    that have been published, and DOIs of entries that have none. Nothing is written.
    """
    from sitegen.cli.bib_report import report_records, told_config_errors
    from sitegen.cli.progress_bar import show_progress
    from sitegen.services.record_checks import check_records

    with told_config_errors(), show_progress(style) as progress:
        checked = check_records(site, progress, searches=not no_search)
    report_records(checked, style, shows_all=shows_all)
    sys.exit(checked.exit_code)


@bib.command("format")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option("--style", default="apa", show_default=True, help="A name, or a CSL file.")
@click.option(
    "--to",
    "form",
    type=click.Choice(["text", "html", "markdown", "json"]),
    default="text",
    show_default=True,
    help="What to write.",
)
@click.option("--language", default="en", show_default=True, help="Of words and dates: de, fr.")
def format_references(
    files: tuple[Path, ...], style: str, form: OutputFormat, language: str
) -> None:
    """Format the works of bibliographies as references, in a citation style.

    FILE is a bibliography in BibTeX (.bib), CSL-JSON (.json) or CSL-YAML (.yaml, .yml). The
    references go to standard output, in the order of the style. Nothing is asked of the network.
    """
    from sitegen.cli.console import show_diagnostics
    from sitegen.diagnostics import has_errors
    from sitegen.services.reference_formatting import format_files

    formatted = format_files(files, style, language, form)
    show_diagnostics(formatted.problems)
    for note in formatted.notes:
        click.echo(f"sitegen: {note}", err=True)
    if formatted.text:
        click.echo(formatted.text)
    sys.exit(1 if has_errors(formatted.problems) else 0)
