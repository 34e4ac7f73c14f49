"""What assembly has to know of a site's templates."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from sitegen.model.shortcode import Shortcode
from sitegen.model.stored import Stored

__all__ = ["TemplateFacts"]


class TemplateFacts(Stored, frozen=True):
    """Names of all templates and of the site's `own`; what these may show.

    `menus` are the names of the menus that templates show, None if one computes a name. `own_words`
    are all words in the site's own templates: a field that is not among them is not used there.
    `shortcodes` are those of the theme and the site. Without `names`, nothing is known of the
    templates.
    """

    names: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    menus: frozenset[str] | None = None
    own_words: frozenset[str] = frozenset()
    shortcodes: Mapping[str, Shortcode] = msgspec.field(default_factory=dict)
