"""Archetypes: the same records in the forms in which files really arrive, one form a file.

Each module draws sheets of one kind (pages of a matrix, blocks of a punch clock, a bank's batch form …) from the
records of one contractor and month; ``catalogue`` lists them all with what each can say and what it leaves out. The
untidy layout puts some of them together into a folder.
"""
