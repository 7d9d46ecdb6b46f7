"""Screens, widgets and themes."""
