"""The same judge on parts of a large submission, in several processes or on a cluster."""
