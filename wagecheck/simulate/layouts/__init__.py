"""Layouts: how records are laid out in files. One module per style."""
