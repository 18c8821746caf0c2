"""What is deleted after its time, and what deletes it."""
