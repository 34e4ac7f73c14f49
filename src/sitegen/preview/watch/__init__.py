"""Watch a site's files for changes."""
