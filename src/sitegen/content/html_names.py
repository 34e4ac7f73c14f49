"""The elements of HTML (the HTML Standard, "Indices: Elements", and its obsolete ones)."""

from __future__ import annotations

__all__ = ["HTML_ELEMENTS", "OPTIONAL_END_TAGS", "VOID_ELEMENTS"]

#: They have no end tag.
VOID_ELEMENTS = frozenset(
    """
    area base basefont br col embed frame hr img input link meta param source track wbr
    """.split()
)
#: What follows ends them, too.
OPTIONAL_END_TAGS = frozenset(
    """
    body caption colgroup dd dt head html li optgroup option p rb rp rt rtc tbody td tfoot th thead
    tr
    """.split()
)
HTML_ELEMENTS = (
    VOID_ELEMENTS
    | OPTIONAL_END_TAGS
    | frozenset(
        """
        a abbr acronym address applet article aside audio b bdi bdo big blink blockquote button
        canvas center cite code data datalist del details dfn dialog dir div dl em fieldset
        figcaption figure font footer form frameset h1 h2 h3 h4 h5 h6 header hgroup i iframe ins
        kbd label legend main map mark marquee math menu meter nav noframes noscript object ol
        output picture pre progress q ruby s samp script search section select slot small span
        strike strong style sub summary sup svg table template textarea time title tt u ul var
        video
        """.split()
    )
)
