"""Diagrams and charts as SVG, drawn at build time without a browser."""
