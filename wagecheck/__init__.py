"""wagecheck: checks the wage records of migrant construction workers against law and against each other."""

__version__ = "0.1.0"
