"""Diagrams and charts in a page's text, as their authors write them."""
