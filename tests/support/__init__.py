"""What the tests share: sites to build, pictures to draw, output to crawl, cases to read."""
