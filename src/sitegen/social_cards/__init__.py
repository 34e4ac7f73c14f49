"""Social cards: the picture that other sites show of a page."""
