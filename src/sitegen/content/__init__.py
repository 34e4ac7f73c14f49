"""Parse one file: front matter, Markdown, HTML structure, data files."""
