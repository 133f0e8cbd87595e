"""``python -m wagecheck``."""

from wagecheck.cli import main

main()
