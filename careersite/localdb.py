"""The address of the embedded database (its supervisor lands beside it)."""


def database_url() -> str:
    """Return the address of the embedded server's database; starts nothing."""
    return "postgresql:///careersite"
