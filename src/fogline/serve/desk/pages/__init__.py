"""The pages of the desk, a module each: what is seen and what was asked in, a `Page` out."""
