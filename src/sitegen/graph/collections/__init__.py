"""Entries of collections: found, read by the types of their fields, related, and put in order."""
