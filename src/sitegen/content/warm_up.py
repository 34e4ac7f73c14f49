"""Parse a small page, so that forks of this process share what every page needs.

That is a tenth of a second of imports, patterns and tables for each process that parses.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.content.page_parser import parse_page
from sitegen.model import SourceFile

if TYPE_CHECKING:
    from sitegen.content.parse_options import ParseOptions

__all__ = ["warm_up"]

#: What most pages have. Code has no language: who has none should not import Pygments.
_PAGE = b"""---
title: A page
date: 2024-05-06
description: What most pages have.
tags: [one]
---

See [this](a.md) and *that*.

## A section

- One
- Two

| A | B |
|---|---|
| 1 | 2 |

```
code
```
"""


def warm_up(options: ParseOptions) -> None:
    """Do once what the first page of a process does for all others."""
    parse_page(SourceFile(path=PurePosixPath("content/page.md"), data=_PAGE, digest=""), options)
