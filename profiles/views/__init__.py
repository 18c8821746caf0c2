"""Pages about a person, by subject."""
