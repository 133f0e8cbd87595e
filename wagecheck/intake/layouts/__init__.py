"""Layouts: how one kind of sheet is turned into records (flat tables, day matrices, key-value blocks)."""
