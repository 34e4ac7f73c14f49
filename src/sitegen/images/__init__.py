"""Images: inspect a source, plan its derived files, and make them."""
