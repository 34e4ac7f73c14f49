"""Render the site to HTML through Jinja templates."""
