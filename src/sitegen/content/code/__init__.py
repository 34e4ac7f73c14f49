"""Blocks of code: their options, lines, annotations, and excerpts of files."""
