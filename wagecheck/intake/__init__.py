"""Intake: opens files, finds tables, reads values, remembers where they stood. It never judges."""
