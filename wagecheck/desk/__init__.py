"""The desk: the same product in a browser. A face on the library: no rule, no parser, no query of its own.

``application`` puts it together; ``routes`` holds one file for every noun that a page is about, ``security`` who may
come in, ``jobs`` the processes that do the work, ``api`` the face for other programs. Pages stand in
``templates/desk``, who may do what in ``rules/desk.toml``.
"""
