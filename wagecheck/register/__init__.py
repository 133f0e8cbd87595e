"""Register: the record of decisions. For now, a blacklist read from a file."""
