"""Read `[taxonomies]`: the fields by which pages are grouped, such as tags and categories."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from sitegen.config.path_limits import find_excess
from sitegen.late_patterns import compile_late

__all__ = ["Taxonomy", "TaxonomyConfig", "check_taxonomies", "list_taxonomies"]

#: What every site has, written as a site writes others.
_BUILT_IN: Mapping[str, str] = {"tag": "tags"}
_NO_NAME = re.compile(r"[^\w\u0300-\uffff-]|^$")
_NO_PATH = compile_late(r"(?:^|/)\.{0,2}(?:/|$)|[\s\\?#%:<>\"']")


class TaxonomyConfig(msgspec.Struct, frozen=True, kw_only=True):
    """A taxonomy as a table: a title for its index, the path of that, the word for one term.

    With `feed`, each term has a feed.
    """

    title: str = ""
    url: str = ""
    singular: str = ""
    feed: bool = False


class Taxonomy(msgspec.Struct, frozen=True, kw_only=True):
    """A way to group pages. `name` is the field of front matter, and the folder of its own text.

    `singular` is another name of that field and of the template for a term; `title` and `path`
    are empty where the name stands for them.
    """

    name: str
    singular: str = ""
    title: str = ""
    path: str = ""
    feed: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of front matter that hold its terms."""
        return (self.name, self.singular) if self.singular else (self.name,)


def list_taxonomies(written: Mapping[str, str | TaxonomyConfig]) -> tuple[Taxonomy, ...]:
    """Return the built-in taxonomy and those of the configuration, in the order of writing.

    Text is as in Hugo: `category = "categories"` is one term and all of them.
    """
    found: dict[str, Taxonomy] = {}
    for key, value in (*_BUILT_IN.items(), *written.items()):
        name, table = (value, TaxonomyConfig()) if isinstance(value, str) else (key, value)
        known = found.get(name)
        singular = table.singular or (key if key != name else known.singular if known else "")
        found[name] = Taxonomy(
            name=name,
            singular=singular,
            title=table.title,
            path=table.url.strip("/"),
            feed=table.feed,
        )
    return tuple(found.values())


def check_taxonomies(
    written: Mapping[str, str | TaxonomyConfig],
) -> Iterator[tuple[str, str]]:
    """Yield the settings that are wrong, each with a message."""
    names: dict[str, str] = {}
    paths: dict[str, str] = {}
    keys = {value if isinstance(value, str) else key: key for key, value in written.items()}
    for taxonomy in list_taxonomies(written):
        setting = f"taxonomies.{keys.get(taxonomy.name, taxonomy.name)}"
        for name in taxonomy.fields:
            if _NO_NAME.search(name):
                yield setting, f"'{name}' must be a word such as 'categories'"
            elif names.setdefault(name, taxonomy.name) != taxonomy.name:
                yield setting, f"'{name}' belongs to '{names[name]}', too"
        if taxonomy.path and _NO_PATH.search(taxonomy.path):
            yield setting, f"'{taxonomy.path}' must be a path such as 'topics' or 'work/topics'"
        path = taxonomy.path or taxonomy.name
        if excess := find_excess(path):
            yield setting, excess
        if paths.setdefault(path.casefold(), taxonomy.name) != taxonomy.name:
            yield setting, f"'{path}' is the path of '{paths[path.casefold()]}', too"
