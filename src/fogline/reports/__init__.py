"""Captures to reports: clean text, sections, published date, language."""
