"""What changes several rows of content at once."""
