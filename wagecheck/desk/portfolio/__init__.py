"""All projects as management sees them: what was asked for, its rows, and what became of them."""
