"""What `make bench-preview` measures: from a save to the new text on screen, in a real Chromium."""
