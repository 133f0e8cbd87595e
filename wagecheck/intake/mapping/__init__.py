"""The clerk's corrections: ``mapping.toml`` written, read, applied, and what became of it."""
