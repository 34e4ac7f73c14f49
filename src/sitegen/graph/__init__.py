"""ParsedPage -> Site: URLs, sections, tags, menus, references."""
