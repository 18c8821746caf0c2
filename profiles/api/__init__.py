"""Endpoints about a person."""
