"""Jupyter notebooks and Quarto documents as pages: their cells and outputs as Markdown and HTML."""
