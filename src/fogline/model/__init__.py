"""The nouns: reports, claims, pictures, errors and their codec. Standard library only; imports nothing of fogline."""
