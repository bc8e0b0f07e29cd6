"""Fogline reads news reports about an armed conflict and keeps a picture that can be checked."""
