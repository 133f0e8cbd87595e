"""Fuzzing: mutated files and cells against the containers and the parsers of values.

``test_fuzz.py`` is the short run, ``python -m tests.fuzz --minutes N`` the long one. ``corpus/`` holds what was found
once, one file each, named by the target and what it was; both runs try them first.
"""
