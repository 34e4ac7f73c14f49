"""Markdown constructs beyond what the engines know, one a module.

To add one, write a module here with an object that has what `sitegen.content.construct.Construct`
asks for, where there is an example, and list it in `registry.CONSTRUCTS`.
"""

from __future__ import annotations
