"""Find metadata about people in files, and decide what may not be published."""
