"""Repeatable measurements: ``python -m benchmarks`` prints the table of docs/performance.md. Never timed tests."""
