"""Languages of code that are misspelt: ```` ```pyton ````, whose code would have no colours.

Only a slip of a letter in the name of a frequent language is told: the others may be languages that
the library for colours does not know.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.content.code.code_options import CODE_OPTIONS
from sitegen.content.construct import Construct, Mistake
from sitegen.content.div_attributes import is_slip
from sitegen.content.fence_lines import FENCES
from sitegen.content.highlighting import knows_language
from sitegen.diagnostics import Problem
from sitegen.late_patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.content.scanner import MarkdownSource

__all__ = ["CODE_LANGUAGES"]

_LANGUAGE = compile_late(
    r"(?:`{3,}|~{3,})[ \t]*+(?:\{(?:code|code-block|sourcecode)\}[ \t]*+|\{[ \t]*+\.)?+"
    r"(?P<name>[A-Za-z][\w+#-]*+)(?=[ \t{},]|\Z)"
)
_FREQUENT = frozenset(
    """
    bash bibtex clojure cmake console docker dockerfile elixir erlang fortran graphql
    graphviz haskell html java javascript json julia kotlin latex lisp makefile markdown matlab
    mermaid ocaml octave perl powershell prolog python racket ruby rust scala shell sparql
    swift text toml typescript vega-lite verilog yaml
    """.split()
)
#: In shorter names, another letter makes another name: `jsonb`, `hash`, `test`.
_LONG = 6
_SHORT = 4


class _CodeLanguages(Construct):
    source_marks = FENCES

    def find(self, source: MarkdownSource) -> Iterator[Mistake]:
        """Yield the names of languages with a slip."""
        for at, line in source.fence_lines:
            found = _LANGUAGE.match(line)
            near = _meant(found["name"]) if found else ""
            if found and near and any(each.start == at for each in source.blocks.fences):
                message = f"there is no language '{found['name']}', so that the code has no colours"
                problem = Problem(CODE_OPTIONS, message, f"did you mean '{near}'?")
                yield Mistake(at + found.start("name"), problem)


@lru_cache(maxsize=256)
def _meant(written: str) -> str:
    """Return the frequent language that a name nearly is; nothing for a name that is known."""
    name = written.casefold()
    if name in _FREQUENT or len(name) < _SHORT:
        return ""
    near = next((each for each in sorted(_FREQUENT) if _is_nearly(name, each)), "")
    return near if near and not knows_language(name) else ""


def _is_nearly(name: str, language: str) -> bool:
    """Tell whether a name is a language but for a letter, of which the first is right."""
    if name[0] != language[0] or name.startswith(language):
        return False  # `jsonl` and `python2` are variants
    has_its_letters = sorted(name) == sorted(language)
    if len(language) >= _LONG:
        return has_its_letters or is_slip(name, language)
    return has_its_letters and is_slip(name, language)


CODE_LANGUAGES = _CodeLanguages()
