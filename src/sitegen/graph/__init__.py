"""Assemble the site: URLs, sections, tags, menus, references."""
