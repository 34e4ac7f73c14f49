"""One page of every kind in the demo site, which is the repository's own content."""

from __future__ import annotations

__all__ = ["KINDS"]

KINDS = {
    "home": "",
    "page": "research/",
    "page-bundle": "projects/cartilage-maps/",
    "page-with-everything": "writing-guide/",
    "page-that-cites-in-notes": "second-look/",
    "dated-page": "news/phantom-library/",
    "section": "projects/",
    "list": "news/",
    "people": "people/",
    "publications": "publications/",
    "publication": "publications/oseilindt2025outline/",
    "event": "events/open-evening/",
    "cv": "cv/",
    "tag": "tags/knee/",
    "tags": "tags/",
    "german": "ueber-uns/",
    "not-found": "404.html",
}
