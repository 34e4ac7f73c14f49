"""Which arguments a shortcode takes, as the head of its template declares them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from sitegen.model.stored import Stored

__all__ = [
    "ARGUMENT_TYPES",
    "ArgumentType",
    "DeclaredArgument",
    "MarkdownArguments",
    "Shortcode",
    "Shortcodes",
]

#: What an argument may be. `markdown` is a text that is read as the page is, a `choice` one of some
#: words, an `embed` an address of another site that is shown in the page, an `entry` one of a
#: collection, `data` a value below `data/`, a `field` one of the page: one of some words, or one of
#: the author's own.
ArgumentType = Literal[
    "text",
    "number",
    "boolean",
    "choice",
    "markdown",
    "url",
    "page",
    "image",
    "file",
    "gallery",
    "embed",
    "entry",
    "data",
    "field",
    "include",
]
ARGUMENT_TYPES: tuple[str, ...] = get_args(ArgumentType)


class DeclaredArgument(Stored, frozen=True):
    """One argument: its name, what it may be, and what stands for it if it is left out.

    `options` are the words of a choice or a field, the service of an embed, or the collection of an
    entry.
    """

    name: str
    kind: ArgumentType = "text"
    options: tuple[str, ...] = ()
    is_required: bool = False
    default: str = ""


class Shortcode(Stored, frozen=True):
    """A shortcode; the order of its arguments is that in which values without a name are read.

    `content` tells whether there is text between its two tags. One that is `inline` may stand in a
    line of text; others stand on lines of their own. `lists` is the collection whose entries it
    shows, `*` for the one that its first argument names. `template` is its path, for messages.
    """

    template: str
    arguments: tuple[DeclaredArgument, ...] = ()
    content: Literal["none", "optional", "required"] = "none"
    inline: bool = False
    lists: str = ""

    def find(self, name: str) -> DeclaredArgument | None:
        """Return the argument of a name, if there is one."""
        return next((each for each in self.arguments if each.name == name), None)


#: The shortcodes of a site by name.
Shortcodes = Mapping[str, Shortcode]


class MarkdownArguments(Stored, frozen=True):
    """Which arguments of a shortcode are Markdown, for the parser of pages.

    `keys` are their names, as pages may write them. `positions` has their names in the order in
    which values without a name are read, empty for what is not Markdown.
    """

    keys: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()

    def name_at(self, key: str, position: int) -> str:
        """Return the name of an argument with a key, or at a position; empty if it is another."""
        if key:
            return key if key in self.keys else ""
        return self.positions[position] if position < len(self.positions) else ""
