"""Reports to claims: who says what happened, where, when, how sure, with which numbers, at which words."""

from fogline.claims import startup as startup  # before anything here imports spaCy
