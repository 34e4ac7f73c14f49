"""What is written anew before the source is scanned, at places that stay known."""
