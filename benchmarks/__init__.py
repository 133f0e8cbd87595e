"""Repeatable measurements: ``python -m benchmarks`` (extra ``benchmarks``) prints and keeps their tables.

Every module has ``table(sizes)``, which yields the lines of its table, and mostly ``one(…)``, one measurement, which
``measure.told`` calls in a fresh process. Every figure stands beside a floor measured in the same run, and
both are seconds of the processor (children too), because they say the same on a busy machine. No timed test is here.
"""
