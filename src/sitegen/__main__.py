"""`python -m sitegen`."""

from sitegen.cli.main import main_watched

if __name__ == "__main__":
    main_watched()
