"""The words of other generators for a page that is not to be published as usual: a table.

Names are compared as `publication_fields.fold_word` returns them, without capitals, hyphens and
underscores. docs/content.md explains the table to authors.
"""

from __future__ import annotations

__all__ = [
    "DATED_FLAGS",
    "DATES",
    "DRAFT_FLAGS",
    "DRAFT_WORDS",
    "MISSPELLED_DATES",
    "MISSPELLED_FLAGS",
    "NOT_INDEXED",
    "NOT_RENDERED",
    "OTHER_FLAGS",
    "OTHER_WORDS",
    "RESTRICTED",
    "TAGGED",
    "UNLISTED",
    "USUAL_BUILD",
    "WRITTEN_WHEN_PUBLISHED",
]

#: The value with which a flag means `draft: true`.
DRAFT_FLAGS = {
    "draft": True,
    "isdraft": True,
    "unpublished": True,
    "headless": True,  # Hugo
    "_hidden": True,  # Lektor
    "published": False,  # Jekyll, Hexo, Hugo, Gatsby
    "ispublished": False,
    "publish": False,  # Obsidian, Quartz
}
#: Dates, and the field of sitegen that each is.
DATES = {
    **dict.fromkeys(("publishdate", "pubdate", "releasedate", "embargo"), "publish_date"),
    **dict.fromkeys(("publishedat", "publishedon", "publishat", "publishon"), "publish_date"),
    **dict.fromkeys(("embargodate", "embargountil", "publishfrom"), "publish_date"),
    **dict.fromkeys(("expires", "expirydate", "expiry", "expiration", "expirationdate"), "expires"),
    **dict.fromkeys(("expiredate", "expireson", "expiresat", "unpublishdate"), "expires"),
    **dict.fromkeys(("unpublish", "unpublishat", "unpublishon"), "expires"),
}
#: Flags that may hold a date instead.
DATED_FLAGS = {"published": "publish_date", "publish": "publish_date"}
#: Of these, the date also takes the place of a missing `date`, as in Hugo and Astro. With another
#: name, a page waits for its `date`, too.
WRITTEN_WHEN_PUBLISHED = frozenset({"publishdate", "pubdate", "published", "publishedat"})

UNLISTED = "a page that exists but is in no list"
RESTRICTED = "a page that only some people can see"
NOT_INDEXED = "a page that search engines leave out"
TAGGED = "a page that only its author can see, as in Nikola"
NOT_RENDERED = "content without a page of its own"
_LATER = "a page that is published later"
_OLD = "a page that is no longer current"
#: Flags that ask for what sitegen does not have: the value with which they do, and what that is.
OTHER_FLAGS = {
    "unlisted": (True, UNLISTED),  # Docusaurus
    "hidden": (True, UNLISTED),
    "hide": (True, UNLISTED),
    "visible": (False, UNLISTED),  # Grav
    "listed": (False, UNLISTED),
    "discoverable": (False, UNLISTED),
    "_discoverable": (False, UNLISTED),  # Lektor
    "eleventyexcludefromcollections": (True, UNLISTED),
    "notinnav": (True, UNLISTED),
    "private": (True, RESTRICTED),
    "public": (False, RESTRICTED),
    "secret": (True, RESTRICTED),
    "confidential": (True, RESTRICTED),
    "internal": (True, RESTRICTED),
    "protected": (True, RESTRICTED),
    "encrypt": (True, RESTRICTED),
    "encrypted": (True, RESTRICTED),
    "membersonly": (True, RESTRICTED),
    "noindex": (True, NOT_INDEXED),
    "robotsnoindex": (True, NOT_INDEXED),
    "sitemap": (False, NOT_INDEXED),  # jekyll-sitemap
    "sitemapexclude": (True, NOT_INDEXED),
    "permalink": (False, NOT_RENDERED),  # Eleventy
    "render": (False, NOT_RENDERED),  # Zola
    "routable": (False, NOT_RENDERED),  # Grav
    "build": (False, NOT_RENDERED),
    "_build": (False, NOT_RENDERED),
    "archived": (True, _OLD),
    "expired": (True, _OLD),
    "embargoed": (True, _LATER),
    "restricted": (True, RESTRICTED),
}
#: Values of `status` and `visibility`; all other words, such as `published`, hold nothing back.
DRAFT_WORDS = frozenset({"draft", "drafts", "skip", "unpublished", "trash", "autodraft", "deleted"})
OTHER_WORDS = {
    **dict.fromkeys(("hidden", "unlisted"), UNLISTED),
    **dict.fromkeys(("private", "protected", "password", "internal", "members"), RESTRICTED),
    **dict.fromkeys(("confidential", "secret"), RESTRICTED),
    **dict.fromkeys(("paid", "restricted"), RESTRICTED),
    **dict.fromkeys(("pending", "scheduled", "future", "embargo", "embargoed"), _LATER),
}
#: Values with which the parts of Hugo's `build` ask for nothing special. Only files that a page
#: links to are published at all, as with `publishResources: false`.
USUAL_BUILD = {"list": frozenset({"always", "true"}), "render": frozenset({"always", "true"})}
#: Names of which a near miss is found; of dates, also as authors write them.
MISSPELLED_FLAGS = ("draft", "published", "unlisted", "headless", "unpublished")
MISSPELLED_DATES = {"publishdate": "publish_date", "expires": "expires", "expirydate": "expires"}
