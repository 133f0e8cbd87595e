"""Export tables: one table per ledger for many projects and contractors together, as a platform gives them.

``headings`` are the columns. The first project is a made-up world like any other (``written``) and carries the defects;
all further people are made by columns, a block of projects at a time (``crowd`` → ``people`` → ``month`` →
``entries``), by the laws of ``scenario`` and ``bookkeeping``. ``parts`` writes the blocks as they come.
"""
