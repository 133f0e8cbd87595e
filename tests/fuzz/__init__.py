"""Fuzzing: mutated files, cells and texts against everything that reads what others wrote.

``targets.py``: containers and columns of cells; ``readers.py``: files beside a submission, marked copies; ``texts.py``:
readers of one text.

``test_fuzz.py`` is the short run, ``python -m tests.fuzz --minutes N`` the long one. ``corpus/`` holds what was found
once, one file each, named by the target and what it was; both runs try them first.
"""
