"""Careers and their facts, read-only, for everybody."""
