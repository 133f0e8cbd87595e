"""Report: reads a result and writes what people read. Knows nothing about rules."""
