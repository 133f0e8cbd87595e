"""Who may come in: passwords, sessions, the limits of login, and the headers that every answer has."""
