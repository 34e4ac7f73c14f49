"""Run builds: what is stale, in what order, in which processes."""
