"""bytes -> ParsedPage: front matter, Markdown, headings, links."""
