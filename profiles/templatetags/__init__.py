"""Tags of pages about a person."""
