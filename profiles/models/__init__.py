"""Who a learner is, what they hold and who mentors them."""

from profiles.models.user import User

__all__ = ["User"]
