"""SVG as it may be published: parsed, cleaned and measured."""
