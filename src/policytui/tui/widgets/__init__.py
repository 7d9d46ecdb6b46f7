"""Widgets: values in, pictures and messages out. They know nothing of files or of the workspace."""
