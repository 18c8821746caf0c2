"""Note who writes what of a learner's plan, notes and sharing, with both values.

Changes of steps, enrollments' standing and rounds have events of their own.
"""

from django.db import migrations

from careersite.common.tracking import Whose, traced

OF_LEARNER = Whose("learner_id")
TABLES = {
    "roadmaps_calendarfeed": Whose("user_id"),
    "roadmaps_comment": Whose("author_id"),
    "roadmaps_enrollment": OF_LEARNER,
    "roadmaps_evidencelink": OF_LEARNER,
    "roadmaps_invitedenrollment": Whose(),
    "roadmaps_mentoredenrollment": Whose(),
    "roadmaps_note": OF_LEARNER,
    "roadmaps_personalstep": OF_LEARNER,
    "roadmaps_resourcetick": Whose(),
    # What is typed before a decision saves itself every few seconds.
    "roadmaps_review": Whose("mentor_id", "message approval_reason private_note"),
    "roadmaps_savedreply": Whose("mentor_id"),
    "roadmaps_timelog": OF_LEARNER,
}


class Migration(migrations.Migration):

    dependencies = [
        ('roadmaps', '0004_changes'),
        ('profiles', '0004_traces'),
    ]

    operations = [traced(TABLES)]
