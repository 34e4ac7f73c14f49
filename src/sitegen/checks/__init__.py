"""Checks that examine a site before it is published. `check.py` has their protocol."""
