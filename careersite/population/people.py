"""Who the made people are: learners by number, and a mentor for some of them.

Everything follows from a learner's number and the seed, so that a population made
in two goes equals one made at once.
"""

from allauth.account.models import EmailAddress

from careersite.population.filling import Values, fill, run
from profiles.models import Mentorship, Profile, User
from profiles.models.mentoring import MentoringEvent
from profiles.services.accounts import TERMS_VERSION
from roadmaps.models import Enrollment, MentoredEnrollment
from roadmaps.models.life import EnrollmentEvent

DOMAIN = "@population.invalid"
# The first mentor has a desk as full as a desk gets, the second a tenth of it.
LARGE_DESK = 2000
SMALL_DESK = 200
# Of other mentors each has as many as twenty; one learner in four has one.
MENTEES = 20
ONE_IN = 4

# A number from 0 to below `sides`, the same for the same arguments and seed.
DICE = """
CREATE OR REPLACE FUNCTION pg_temp.roll(number bigint, salt int, sides int)
RETURNS int LANGUAGE sql IMMUTABLE AS $roll$
  SELECT ((hashint8extended(number * 64 + salt, {seed}) & 2147483647) % sides)::int
$roll$
"""
# `passed` counts the steps that a learner is past: many have few, few have most.
# With a mentor, the next step is mostly one to be reviewed.
LEARNERS = """
CREATE TEMP TABLE made AS
WITH rolled AS (
  SELECT number,
    number <= %(large)s OR number %% %(one_in)s = 0 AS is_mentored,
    roll(number, 1, 5) > 0 AS is_begun,
    (roll(number, 2, 1000) / 1000.0) ^ 2 AS far
  FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS number
), placed AS (
  SELECT *, CASE
    WHEN NOT is_begun THEN 0
    WHEN is_mentored THEN floor(far * 8)::int * 5 + 4
    ELSE floor(far * 40)::int
  END AS passed
  FROM rolled
)
SELECT placed.*,
  nextval(%(profiles_user)s::regclass) AS user_id,
  nextval(%(roadmaps_enrollment)s::regclass) AS enrollment_id,
  'learner-' || lpad(number::text, 9, '0') || %(domain)s AS email,
  'Learner ' || number AS name,
  CASE WHEN is_mentored THEN
    CASE WHEN number <= %(large)s THEN 1 ELSE 3 + (number - %(large)s) / %(apart)s END
  END AS mentor_number,
  %(now)s::timestamptz
    - make_interval(days => (passed + 2) * 6, hours => roll(number, 3, 300)) AS began_at
FROM placed
"""
MENTORS = """
CREATE TEMP TABLE made_mentor AS
SELECT number, nextval(%(profiles_user)s::regclass) AS user_id,
  'mentor-' || lpad(number::text, 9, '0') || %(domain)s AS email,
  'Mentor ' || number AS name
FROM (
  SELECT mentor_number AS number FROM made WHERE mentor_number IS NOT NULL
  UNION SELECT 2 FROM made WHERE number <= %(small)s
) AS wanted
WHERE NOT EXISTS (
  SELECT FROM profiles_user
  WHERE email = 'mentor-' || lpad(wanted.number::text, 9, '0') || %(domain)s
)
"""
# Who mentors whom: the one who answers, and on the small desk one more.
PAIRS = """
CREATE TEMP TABLE made_pair AS
SELECT made.user_id, made.enrollment_id, made.name, made.began_at,
  mentor.id AS mentor_id, mentor.name AS mentor_name, wanted.is_first,
  nextval(%(profiles_mentorship)s::regclass) AS mentorship_id
FROM made
CROSS JOIN LATERAL (
  SELECT mentor_number AS number, true AS is_first
  UNION ALL SELECT 2, false WHERE made.number <= %(small)s
) AS wanted
JOIN profiles_user AS mentor
  ON mentor.email = 'mentor-' || lpad(wanted.number::text, 9, '0') || %(domain)s
WHERE made.is_mentored
"""


def make_people(values: Values) -> None:
    """Write the accounts from %(first)s to %(last)s, their mentors and enrollments."""
    run(LEARNERS.replace("roll(", "pg_temp.roll("), values)
    # Without numbers of it, plans would read the large tables whole for each batch.
    run("ANALYZE made")
    run(MENTORS, values)
    for source, joined in (("made_mentor", "%(now)s"), ("made", "began_at")):
        _make_accounts(source, joined, values)
    fill(
        Enrollment,
        source="made",
        values=values,
        id="enrollment_id",
        learner_id="user_id",
        roadmap_id="%(roadmap)s",
        version_id="%(version)s",
        started_on="began_at::date",
        created_at="began_at",
        updated_at="began_at + make_interval(days => passed * 6)",
    )
    fill(
        EnrollmentEvent,
        source="made",
        values=values,
        enrollment_id="enrollment_id",
        learner_id="user_id",
        at="began_at",
        action="'start'",
        to_state="'active'",
        actor_id="user_id",
        actor_name="name",
    )
    _make_mentorships(values)


def _make_accounts(source: str, joined: str, values: Values) -> None:
    fill(
        User,
        source=source,
        values=values,
        id="user_id",
        email="email",
        name="name",
        password="'!' || user_id",  # noqa: S106 - lets nobody in
        date_joined=joined,
    )
    fill(
        EmailAddress,
        source=source,
        values=values,
        user_id="user_id",
        email="email",
        verified="true",
        primary="true",
    )
    fill(
        Profile,
        source=source,
        values=values,
        user_id="user_id",
        target_role_id="%(role)s",
        terms_version="%(terms)s",
        terms_accepted_at=joined,
    )


def _make_mentorships(values: Values) -> None:
    run(PAIRS, values)
    run("ANALYZE made_pair")
    fill(
        Mentorship,
        source="made_pair",
        values=values,
        id="mentorship_id",
        learner_id="user_id",
        mentor_id="mentor_id",
        created_at="began_at",
    )
    fill(
        MentoringEvent,
        source="made_pair",
        values=values,
        learner_id="user_id",
        mentorship_id="mentorship_id",
        at="began_at",
        action="'accepted'",
        to_state="'active'",
        actor_id="mentor_id",
        actor_name="mentor_name",
    )
    fill(
        MentoredEnrollment,
        source="made_pair",
        values=values,
        mentorship_id="mentorship_id",
        enrollment_id="enrollment_id",
    )


def people_values() -> Values:
    """Return what the statements here name and what never changes."""
    return {
        "domain": DOMAIN,
        "large": LARGE_DESK,
        "small": SMALL_DESK,
        "one_in": ONE_IN,
        "apart": MENTEES * ONE_IN,
        "terms": TERMS_VERSION,
    }
