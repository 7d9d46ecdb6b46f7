"""policytui: write, compare and date policies in a terminal."""

__version__ = "0.1.0"
