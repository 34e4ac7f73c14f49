"""Names of elements and attributes that pages and drawings may contain: SVG and MathML."""
