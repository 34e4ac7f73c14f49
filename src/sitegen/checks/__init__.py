"""Checks: examine the site or its files and report problems."""
