"""SVG: parse, clean and measure it for publication."""
