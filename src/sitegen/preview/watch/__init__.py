"""Watching a site's files for changes."""
