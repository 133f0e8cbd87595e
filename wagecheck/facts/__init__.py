"""Facts: lazy frames on which rules are one-liners."""
