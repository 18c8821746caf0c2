"""What generated requests must leave alone."""

# Tokens that requests are made with are numbered from here on.
OUT_OF_REACH = 10**15
