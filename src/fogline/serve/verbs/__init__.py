"""A file a verb. What is imported at the head of these files is light, so that `fogline --help` answers at once."""
