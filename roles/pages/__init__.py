"""What the pages show, worked out from the rows."""
