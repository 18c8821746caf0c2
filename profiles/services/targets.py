"""Which role a learner's target leads to now, since roles are retired and replaced."""

from dataclasses import dataclass

from careersite.common.kept import Kept
from profiles.models import Profile
from roles.models import Redirect, Role


@dataclass(frozen=True, slots=True)
class NamedRole:
    """A role by its names."""

    pk: int
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Target:
    """The role that was chosen, and the published one that stands for it, if any."""

    chosen: NamedRole
    shown: NamedRole | None

    @property
    def is_replaced(self) -> bool:
        """Whether another role follows the chosen one."""
        return self.shown is not None and self.shown != self.chosen


def read_target(profile: Profile, *, stamp: int | None = None) -> Target | None:
    """Return the target of a learner; None where no role was chosen.

    Kept in the process while content stays as it is, so that it costs no query, or
    one without the stamp of content.
    """
    if profile.target_role_id is None:
        return None
    return _targets.get(profile.target_role_id, stamp=stamp)


def _read_target(role_id: int) -> Target:
    role = Role.objects.get(pk=role_id)
    chosen = _named(role)
    if role.status == Role.Status.PUBLISHED:
        return Target(chosen, chosen)
    # The old address leads past successors that were retired themselves.
    slugs = Redirect.objects.new_slugs(Redirect.Kind.ROLE, [role.slug])
    following = Role.objects.published().with_slugs(list(slugs.values())).first()
    return Target(chosen, _named(following) if following else None)


def _named(role: Role) -> NamedRole:
    return NamedRole(role.pk, role.slug, role.title)


_targets = Kept(_read_target, most=64)
