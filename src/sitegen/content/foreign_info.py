"""What follows the marks of a fence in other generators: `{figure} a.png`, `{python}`, `{r, a=1}`.

What readers would miss stays visible, in the first line of the block.
"""

from __future__ import annotations

from typing import NamedTuple

from sitegen.late_patterns import compile_late

__all__ = [
    "OWN_DIRECTIVES",
    "ForeignInfo",
    "diagram_language",
    "is_code_directive",
    "own_directive",
    "read_foreign_info",
    "read_raw_format",
    "read_tag_language",
]

_BRACED = compile_late(
    r"[ \t]*+\{(?P<name>[A-Za-z][\w:+-]*+)(?!=)(?P<options>[^{}\n]*)\}(?P<rest>[^\n]*)"
)
_LANGUAGE = compile_late(r"[\"']?(?P<name>[\w+#.-]*[\w+#])")
_RAW = compile_late(r"[ \t]*\{[ \t]*=(?P<name>\w+)[ \t]*\}[ \t]*")
#: What Quarto, R Markdown and MyST run.
_LANGUAGES = frozenset(
    """
    python r julia ojs bash sh sql stan rcpp cat dot mermaid js css node perl c fortran awk ruby
    scala octave zsh powershell
    """.split()
)
_CELLS = {"code-cell": "python", "ipython": "python", "ipython3": "python"}
#: The directives that are sitegen's own: constructs read them.
OWN_DIRECTIVES = frozenset(
    {"collection", "csv-table", "mermaid", "dot", "graphviz", "vega-lite", "vegalite", "chart"}
    | {"include"}
)
#: Directives whose content is code.
_CODE_DIRECTIVES = frozenset({"code", "code-block", "sourcecode", "literalinclude"})
#: The languages of code that is drawn.
_DIAGRAMS = frozenset({"mermaid", "dot", "graphviz", "vega-lite", "vegalite"})
_FIRST_WORD = compile_late(r"[ \t]*+\{?[ \t]*+\.?(?P<name>[a-z-]+)(?=[\s{}]|\Z)")
_OWN = compile_late(r"[ \t]*+\{(?P<name>[a-z-]+)\}")


class ForeignInfo(NamedTuple):
    """A directive of MyST, or a code cell, and how its content is shown.

    `language` is that of the code. `first_line` is kept as the first line of the block.
    """

    name: str
    is_cell: bool
    language: str
    first_line: str


def diagram_language(info: str) -> str:
    """Return the language of a block that is drawn, such as `mermaid`."""
    found = _FIRST_WORD.match(info)
    return found["name"] if found and found["name"] in _DIAGRAMS else ""


def is_code_directive(info: str) -> bool:
    """Tell whether a block is a directive whose content is code, such as `{code-block}`."""
    found = _OWN.match(info) if "{" in info else None
    return found is not None and found["name"] in _CODE_DIRECTIVES


def own_directive(info: str) -> str:
    """Return the name of the directive if a block is one of sitegen's own."""
    found = _OWN.match(info) if "{" in info else None
    return found["name"] if found and found["name"] in OWN_DIRECTIVES else ""


def read_foreign_info(info: str) -> ForeignInfo | None:
    """Read what follows the marks; nothing if it is a language or an attribute list."""
    found = _BRACED.fullmatch(info)
    if not found:
        return None
    name = found["name"].casefold()
    if name in _LANGUAGES or name in _CELLS:
        language = _CELLS.get(name, name)
        first_line = info.strip() if found["options"].strip() else ""
        return ForeignInfo(name, is_cell=True, language=language, first_line=first_line)
    if "=" in found["options"] or " " in found["options"].strip():
        return None
    return ForeignInfo(name, is_cell=False, language="", first_line=info.strip())


def read_tag_language(info: str) -> str:
    """Read the language in `{% highlight python linenos %}`, of what follows `highlight`."""
    found = _LANGUAGE.match(info)
    return found["name"] if found else ""


def read_raw_format(info: str) -> str:
    """Read the format in `{=html}`; an empty text if a block of code is not raw."""
    found = _RAW.fullmatch(info)
    return found["name"].casefold() if found else ""
