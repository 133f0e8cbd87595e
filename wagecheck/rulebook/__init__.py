"""Rulebook: loads rules, statutes, values and profiles; compiles conditions. All law is data."""
