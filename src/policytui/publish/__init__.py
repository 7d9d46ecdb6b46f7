"""Formats out: one file a format, each a function from a value to text."""
