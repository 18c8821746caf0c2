"""Who gets in where: every address, every actor, every method.

One row an address: its route's name, the values in its path, and what a GET
answers to each actor in turn. A route that is not in the table fails. `-` means
that the method is not offered (405 whoever asks).
"""
