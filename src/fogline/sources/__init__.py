"""From where reports come to captures: files, folders and standard input."""
