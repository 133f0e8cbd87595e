"""What is handed in: files on their way, how they were read, what came out, for clerks and the API."""
