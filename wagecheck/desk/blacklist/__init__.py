"""The lists as legal staff see them: entries, published lists before they are taken in, evidence."""
