"""Certificates with the time that they still hold."""

from dataclasses import dataclass
from datetime import date

from profiles.models import EarnedCertification, User
from roadmaps.progress import ExpiringCertificate

EXPIRING_DAYS = 90
RING = 119.4  # The length of a ring of radius 19, in pixels.


@dataclass(frozen=True)
class Ring:
    """A certificate with the time that it still holds."""

    held: EarnedCertification
    days_left: int | None
    lit: float
    text: str

    @property
    def is_expiring(self) -> bool:
        return self.days_left is not None and 0 <= self.days_left <= EXPIRING_DAYS

    @property
    def is_renewable(self) -> bool:
        """Whether it runs out, or has, and its provider still renews it."""
        held = self.held.certification
        is_open = held.can_be_planned and not held.renewals_closed
        return is_open and (self.is_expiring or self.is_expired)

    @property
    def is_expired(self) -> bool:
        return self.days_left is not None and self.days_left < 0


def expiring(ring: Ring) -> ExpiringCertificate | None:
    """Return what the choice of the next thing takes; None without an expiry."""
    certification = ring.held.certification
    if ring.held.expires_on is None:
        return None
    return ExpiringCertificate(
        key=str(ring.held.pk),
        title=certification.name,
        expires_on=ring.held.expires_on,
        is_renewal_open=certification.can_be_planned
        and not certification.renewals_closed,
    )


def read_rings(user: User, today: date) -> list[Ring]:
    """Return the certificates, those expiring soon first (one query)."""
    held = EarnedCertification.objects.filter(user=user).select_related("certification")
    rings = [_ring(one, today) for one in held]
    return sorted(rings, key=lambda ring: (not ring.is_expiring, ring.held.pk))


def _ring(held: EarnedCertification, today: date) -> Ring:
    if held.expires_on is None:
        return Ring(held, None, RING, "∞")
    days = (held.expires_on - today).days
    whole = max((held.expires_on - held.issued_on).days, 1)
    lit = round(RING * min(max(days / whole, 0), 1), 1)
    text = f"{max(days, 0)}d" if days < EXPIRING_DAYS else f"{days * 12 // 365}m"
    return Ring(held, days, lit, text)
