"""Roadmaps for everybody, and a learner's own way along them."""
