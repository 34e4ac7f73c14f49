"""`-j dask://HOST:PORT` with a real scheduler and real workers: the same bytes, whoever fails."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.cluster import Cluster, run_cluster
from support.corpus import CORPUS_CONFIG, corpus
from support.sites import NOW, read_tree, run_sitegen, write_files

pytest.importorskip("distributed")
pytestmark = pytest.mark.cluster

PAGES = 250
ENVIRONMENT = {"SOURCE_DATE_EPOCH": str(NOW)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A site, and what one process makes of it."""
    site = tmp_path_factory.mktemp("built") / "site"
    write_files(site, {"sitegen.toml": CORPUS_CONFIG, **corpus(PAGES)})
    run = run_sitegen("build", site, "-j", "1", environment=ENVIRONMENT)
    assert run.code == 0, run.stderr
    tree = read_tree(site / "_site")
    shutil.rmtree(site / "_site")
    shutil.rmtree(site / ".sitegen")
    return site, tree


@pytest.fixture
def site(built: tuple[Path, dict[str, bytes]], tmp_path: Path) -> Path:
    shutil.copytree(built[0], tmp_path / "site")
    return tmp_path / "site"


def start(site: Path, cluster: Cluster, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "sitegen", "build", str(site)),
            *("-j", f"dask://{cluster.address}", *arguments),
        ],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **ENVIRONMENT},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def impatient(site: Path, address: str) -> tuple[int, str]:
    """Build, but wait for the cluster only a second."""
    code = (
        "import sys, sitegen.cli.main, sitegen.engine.workers as workers\n"
        "workers._CONNECT_SECONDS = 1\n"
        f"sys.argv = ['sitegen', 'build', {str(site)!r}, '-j', 'dask://{address}']\n"
        "sitegen.cli.main.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **ENVIRONMENT},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


def test_workers_make_the_same_bytes(
    site: Path, built: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    with run_cluster(tmp_path, 2) as cluster:
        build = start(site, cluster)
        out, err = build.communicate(timeout=120)
        assert build.returncode == 0, err
        assert read_tree(site / "_site") == built[1]
        assert out == ""
        assert len(err.splitlines()) == 1, err
        page = site / "content" / "part-1" / "study-0.md"
        text = page.read_text()
        page.write_text(text.replace("done", "all done"))
        build = start(site, cluster)
        assert (build.communicate(timeout=120), build.returncode)[1] == 0
        page.write_text(text)
        build = start(site, cluster, "--profile")
        _, err = build.communicate(timeout=120)
        found = re.search(r"parsed (\d+), rendered (\d+),", err)
        assert found is not None
        assert (int(found[1]), 0 < int(found[2]) < 20) == (0, True)
        assert read_tree(site / "_site") == built[1]


def test_one_worker_is_killed_in_the_middle(
    site: Path, built: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    """It is stopped before, so that it surely holds work that it has not done when it dies."""
    with run_cluster(tmp_path, 2) as cluster:
        warm = start(site, cluster, "-o", str(tmp_path / "warm"), "--clean")
        assert (warm.communicate(timeout=120), warm.returncode)[1] == 0
        victim = cluster.workers[0]
        victim.send_signal(signal.SIGSTOP)
        build = start(site, cluster, "--clean")
        time.sleep(4)
        assert build.poll() is None, "the stopped worker held no work"
        victim.send_signal(signal.SIGKILL)
        victim.wait(20)
        out, err = build.communicate(timeout=120)
    assert (build.returncode, out) == (0, ""), err
    assert read_tree(site / "_site") == built[1]


def test_what_takes_too_much_is_left_out(site: Path, tmp_path: Path) -> None:
    """A worker does its tasks in threads, which nothing can end, so each has a process."""
    limits = "[limits]\nparse_seconds = 1\nhtml_attributes = 1000000\nparagraph_bytes = 10000000\n"
    attributes = " ".join(f"a{number}" for number in range(90_000))
    files = {
        "sitegen.toml": CORPUS_CONFIG + limits,
        "content/a.md": f"<div {attributes}>x</div>\n",
        "content/b.md": "[x](no.md)\n",
    }
    write_files(site, files)
    slow = "reading this page took more than 1 s of processor time"
    with run_cluster(tmp_path, 2) as cluster:
        build = start(site, cluster)
        _, err = build.communicate(timeout=120)
        assert build.returncode == 1, err
        assert [line.partition("; ")[0] for line in err.splitlines()] == [
            f"content/a.md:1:1: error[page-timeout]: {slow}",
            "content/b.md:1:5: error[broken-link]: there is no page or file 'no.md'",
            "2 errors: nothing was written",
        ]
        write_files(site, {"content/a.md": "# Mended\n", "content/b.md": "# Right\n"})
        endless = "{% for a in range(1000000000000) %}{% endfor %}\n"
        write_files(site, {"templates/partials/footer.html": endless})
        write_files(site, {"sitegen.toml": f"{CORPUS_CONFIG}[limits]\nrender_seconds = 1\n"})
        build = start(site, cluster)
        _, err = build.communicate(timeout=120)
        assert err.startswith("templates/partials/footer.html:1:4: error[template-timeout]"), err


def test_the_scheduler_is_killed(site: Path, tmp_path: Path) -> None:
    with run_cluster(tmp_path, 1) as cluster:
        cluster.workers[0].send_signal(signal.SIGSTOP)
        build = start(site, cluster)
        cluster.wait_for_client()
        time.sleep(1)
        cluster.scheduler.kill()
        _, err = build.communicate(timeout=60)
    assert build.returncode == 3, err
    assert err.splitlines()[-1].startswith("sitegen: a process that was making pages has been")
    assert not (site / "_site").exists()
    run = run_sitegen("build", site, environment=ENVIRONMENT)
    assert run.code == 0, run.stderr


def test_no_scheduler_answers(site: Path) -> None:
    code, err = impatient(site, "127.0.0.1:1")
    assert code == 2, err
    assert err.splitlines()[-1] == "sitegen: no Dask scheduler answers at 127.0.0.1:1"
    assert "Traceback" not in err
    assert not (site / "_site").exists()


def test_a_cluster_without_workers(site: Path, tmp_path: Path) -> None:
    with run_cluster(tmp_path, 0) as cluster:
        code, err = impatient(site, cluster.address)
    assert code == 2, err
    assert (
        err.splitlines()[-1] == f"sitegen: the Dask scheduler at {cluster.address} has no workers"
    )
