"""Read the directives of MyST and Sphinx for code: `{code-block}` and `{literalinclude}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitegen.content.code.code_options import CodeInfo, CodeOptions, read_code_option
from sitegen.content.directive_blocks import read_directive
from sitegen.content.target_names import prefixed_label

if TYPE_CHECKING:
    from sitegen.content.directive_blocks import Directive
    from sitegen.content.source_lines import Fence

__all__ = ["read_code_directive"]

_INCLUDES = frozenset({"literalinclude"})
_LABELS = frozenset({"label", "name"})


def read_code_directive(text: str, fence: Fence) -> tuple[CodeInfo, Directive] | None:
    """Return what a directive says of code, and its block; None if it has no name in braces."""
    directive = read_directive(text, fence)
    if directive is None:
        return None
    info = CodeInfo()
    values: dict[str, Any] = {}
    argument = directive.argument
    if directive.name in _INCLUDES:
        if argument.value:
            read_code_option(info, values, "file", argument.value, argument.place)
    else:
        info.language = argument.value
    for name, given in directive.options.items():
        if name == "language":
            info.language = given.value
        elif name == "caption":
            info.attributes.append(("lst-cap", given.value))
        elif name in _LABELS:
            info.attributes.append(("id", prefixed_label("lst", given.value)))
        elif name == "class":
            info.attributes += [("class", each) for each in given.value.split()]
        else:
            read_code_option(info, values, name, given.value, given.place)
    info.options = CodeOptions(**values)
    return info, directive
