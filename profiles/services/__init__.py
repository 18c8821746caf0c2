"""Writes over several models, by subject."""
