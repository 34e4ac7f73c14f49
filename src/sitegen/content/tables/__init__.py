"""Tables: their data, numbers, spans, and those that are made of files."""
