"""Writes over several rows: tracking, review, upgrade."""
