"""Run the command line under strace in a fork of this process, which has imported it already.

A new interpreter takes ten times as long to start as a small site takes to build, and strace looks
at each call of it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from sitegen.cli.main import main_watched
from support.sites import Run

__all__ = ["run_traced"]

_PATIENCE = 60.0


def run_traced(trace: Sequence[str], *arguments: str | Path) -> Run:
    """Run a command, with strace looking at all of its processes; `trace` is strace's command."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            _run([str(each) for each in arguments], out.fileno(), err.fileno())
        os.waitpid(child, os.WUNTRACED)  # it has stopped
        tracer = subprocess.Popen([*trace, "-p", str(child)], stderr=subprocess.DEVNULL)
        try:
            _wait_for_tracer(child, tracer)
        finally:
            os.kill(child, signal.SIGCONT)
        status = os.waitpid(child, 0)[1]
        tracer.wait(_PATIENCE)
        said = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode("utf-8"))
    return Run(os.waitstatus_to_exitcode(status), *said)


def _run(arguments: Sequence[str], out: int, err: int) -> NoReturn:
    """Wait until there is a tracer, run the command, and end this process."""
    try:
        os.kill(os.getpid(), signal.SIGSTOP)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdout, sys.stderr = (os.fdopen(each, "w", encoding="utf-8") for each in (1, 2))
        sys.argv = ["sitegen", *arguments]
        sys.dont_write_bytecode = True
        main_watched()
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else 1)
    except BaseException:  # noqa: BLE001  # this process is a copy of the one that runs the tests
        traceback.print_exc()
    finally:
        os._exit(4)


def _wait_for_tracer(child: int, tracer: subprocess.Popen[bytes]) -> None:
    """Wait until strace has attached itself to a process that has stopped."""
    until = time.monotonic() + _PATIENCE
    while "TracerPid:\t0\n" in Path(f"/proc/{child}/status").read_text(encoding="ascii"):
        assert tracer.poll() is None, "strace cannot attach itself"
        assert time.monotonic() < until
        time.sleep(0.002)
