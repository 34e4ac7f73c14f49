"""Make addresses that open a file at a line in the author's editor."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from sitegen.errors import UsageError
from sitegen.late_patterns import compile_late

__all__ = ["EDITORS", "Editor"]

#: URL schemes that the editors, or their usual handlers, register.
EDITORS: Mapping[str, str] = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
    "jetbrains": "idea://open?file={file}&line={line}&column={column}",
    "pycharm": "pycharm://open?file={file}&line={line}&column={column}",
    "webstorm": "webstorm://open?file={file}&line={line}&column={column}",
    "emacs": "emacs://open?url=file://{file}&line={line}&column={column}",
    "vim": "mvim://open?url=file://{file}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{file}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{file}&line={line}&column={column}",
}
_TEMPLATE = compile_late(
    r"(?!(?:javascript|data|vbscript|blob|https?|file):)[a-z][a-z0-9+.-]*:.+", re.IGNORECASE
)
_COMMANDS = {"code": "vscode", "codium": "vscodium", "nvim": "vim", "gvim": "vim", "mvim": "vim"}
_COMMANDS |= {"subl": "sublime", "mate": "textmate", "emacsclient": "emacs", "idea": "jetbrains"}
_COMMANDS |= {"charm": "pycharm", "cursor": "cursor", "zed": "zed", "vim": "vim", "emacs": "emacs"}


class Editor:
    """One editor, by its name in EDITORS or by a template such as `my://open?file={file}&line={line}`.

    Without a name, the editor that environment variables name, or Visual Studio Code. Raises
    UsageError for a name that is neither.
    """

    def __init__(self, name: str, environment: Mapping[str, str] = os.environ) -> None:
        name = name or _guess(environment)
        template = EDITORS.get(name, name)
        if "{file}" not in template and "{path}" not in template:
            message = f"--editor {name}: none of {', '.join(EDITORS)}, nor a template with {{file}}"
            raise UsageError(message)
        if not _TEMPLATE.fullmatch(template):
            message = f"--editor {name}: not an address of an editor"
            raise UsageError(message)
        self._template = template

    def address(self, file: Path, line: int = 0, column: int = 0) -> str:
        """Return the address that opens a file at a line and column, both counted from 1."""
        path = file.as_posix()
        values = {
            "{path}": quote(path if path.startswith("/") else f"/{path}", safe="/:"),
            "{file}": quote(path, safe="/"),
            "{line}": str(max(1, line)),
            "{column}": str(max(1, column)),
        }
        return re.sub(r"\{\w+\}", lambda found: values.get(found[0], found[0]), self._template)


def _guess(environment: Mapping[str, str]) -> str:
    if environment.get("TERMINAL_EMULATOR") == "JetBrains-JediTerm":
        return "jetbrains"
    if environment.get("TERM_PROGRAM") == "vscode":
        return "vscode"
    for variable in ("VISUAL", "EDITOR"):
        words = environment.get(variable, "").split()
        command = Path(words[0]).name if words else ""
        if command in _COMMANDS:
            return _COMMANDS[command]
    return "vscode"
