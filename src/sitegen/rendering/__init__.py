"""Site -> HTML, through Jinja templates."""
