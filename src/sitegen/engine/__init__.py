"""A build: what is stale is made, in what order, by which processes."""
