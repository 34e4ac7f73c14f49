"""Social cards: the picture that social networks show for a page."""
