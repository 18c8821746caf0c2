"""What people come for, from beginning to end, each in a browser of their own."""
