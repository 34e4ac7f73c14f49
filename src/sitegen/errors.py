"""Define every exception that sitegen raises on purpose.

    SitegenError                one line for the user, no traceback
    ├── UsageError              exit 2: wrong arguments
    │   ├── ConfigError         exit 2: carries every mistake of the configuration
    │   └── OutputRefusedError  exit 2: an output folder that sitegen will not write to
    └── MachineError            exit 3: disk full, no permission, device failed

An author's mistake in the content is not an exception but a `Diagnostic`. A LimitError becomes one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sitegen.diagnostics import Diagnostic

__all__ = [
    "ConfigError",
    "LimitError",
    "LimitKind",
    "MachineError",
    "OutputRefusedError",
    "SitegenError",
    "UsageError",
]

#: What ran out; `size` is what a template may write, `end` is for work that has ended its process,
#: perhaps for want of memory.
LimitKind = Literal["time", "memory", "size", "end"]


class SitegenError(Exception):
    """The reason why sitegen stopped, in one line."""

    exit_code = 2


class UsageError(SitegenError):
    """The command or the call cannot be carried out as it was given."""


class ConfigError(UsageError):
    """The configuration has mistakes; all of them are in `diagnostics`."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("; ".join(str(each) for each in diagnostics))
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple[type[ConfigError], tuple[tuple[Diagnostic, ...]]]:
        """Go from process to process with the mistakes."""
        return ConfigError, (self.diagnostics,)


class OutputRefusedError(UsageError):
    """The output folder is not one that sitegen may write to."""


class MachineError(SitegenError):
    """The machine failed: the disk is full, a file cannot be read or written."""

    exit_code = 3


class LimitError(Exception):
    """Work on one page, template or file was stopped, because it took too much.

    `amount` is the limit: seconds of processor time, megabytes, or characters.
    """

    def __init__(self, kind: LimitKind, amount: float = 0.0) -> None:
        super().__init__(kind, amount)
        self.kind = kind
        self.amount = amount

    def __str__(self) -> str:
        """Say it after the words for what was done: `it …`."""
        if self.kind == "time":
            return f"took more than {self.amount:g} s of processor time"
        if self.kind == "memory":
            return f"took more than {self.amount:g} MB of memory"
        if self.kind == "size":
            return f"wrote more than {self.amount:,.0f} characters"
        return "ended the process that did it, perhaps for want of memory"
