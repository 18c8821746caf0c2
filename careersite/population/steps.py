"""What made learners did at each step: states, events, rounds, reviews, hours."""

from careersite.population.filling import Values, fill, run
from profiles.models import HeldSkill, HeldSkillChange
from roadmaps.models import PartTick, Review, StepEvent, StepProgress, TimeLog
from roadmaps.models.review import CriterionVerdict
from roadmaps.models.submission import Submission, SubmissionItem

LOGS = 20
SKILLS = 12

# A step takes five days of six. `round_state` is what became of the round, if any.
ROWS = """
CREATE TEMP TABLE made_row AS
WITH stood AS (
  SELECT made.number AS learner_number, made.user_id, made.enrollment_id, made.name,
    made.is_mentored, made.began_at, step.id AS step_id, step.key, step.number,
    step.needs_review AND made.is_mentored AS is_reviewed,
    CASE
      WHEN NOT made.is_begun OR step.number > made.passed + 1 THEN 'not_started'
      WHEN step.number = made.passed + 1 THEN CASE
        WHEN NOT (step.needs_review AND made.is_mentored) THEN 'in_progress'
        ELSE (ARRAY['submitted', 'submitted', 'changes_requested', 'in_progress',
                    'submitted'])[1 + pg_temp.roll(made.number, 4, 5)] END
      WHEN NOT step.is_required AND pg_temp.roll(made.number, 5, 2) = 0 THEN 'skipped'
      WHEN step.number <= 3 AND pg_temp.roll(made.number, 6, 8) = 0 THEN 'waived'
      ELSE 'done'
    END AS state,
    made.began_at + make_interval(days => (step.number - 1) * 6) AS begun_at
  FROM made
  JOIN roadmaps_step AS step ON step.version_id = %(version)s
)
SELECT *, begun_at + interval '5 days' AS sent_at,
  begun_at + interval '5 days 12 hours' AS closed_at,
  state IN ('in_progress', 'submitted', 'changes_requested', 'done') AS is_under_way,
  CASE WHEN is_reviewed AND state IN ('submitted', 'changes_requested', 'done')
    THEN nextval(%(roadmaps_submission)s::regclass)
  END AS submission_id,
  CASE WHEN is_reviewed AND state IN ('changes_requested', 'done')
    THEN nextval(%(roadmaps_review)s::regclass)
  END AS review_id,
  nextval(%(roadmaps_stepprogress)s::regclass) AS progress_id
FROM stood
ORDER BY learner_number, number
"""
# When the present state began; also when the row was last touched.
SINCE = """
CASE state
  WHEN 'not_started' THEN NULL
  WHEN 'in_progress' THEN begun_at + interval '2 days'
  WHEN 'submitted' THEN sent_at
  ELSE closed_at
END
"""
# What led to each state: number of the event, action, from, to, when, by whom.
EVENTS = """
made_row JOIN (VALUES
  ('in_progress', false, 'start', 'not_started', 'in_progress', 1),
  ('in_progress', false, 'tick-part', 'in_progress', 'in_progress', 2),
  ('in_progress', true, 'start', 'not_started', 'in_progress', 1),
  ('in_progress', true, 'tick-part', 'in_progress', 'in_progress', 2),
  ('submitted', true, 'start', 'not_started', 'in_progress', 1),
  ('submitted', true, 'submit', 'in_progress', 'submitted', 3),
  ('changes_requested', true, 'start', 'not_started', 'in_progress', 1),
  ('changes_requested', true, 'submit', 'in_progress', 'submitted', 3),
  ('changes_requested', true, 'ask-changes', 'submitted', 'changes_requested', 4),
  ('done', true, 'start', 'not_started', 'in_progress', 1),
  ('done', true, 'submit', 'in_progress', 'submitted', 3),
  ('done', true, 'approve', 'submitted', 'done', 4),
  ('done', false, 'start', 'not_started', 'in_progress', 1),
  ('done', false, 'finish', 'in_progress', 'done', 4),
  ('skipped', false, 'skip', 'not_started', 'skipped', 4),
  ('waived', false, 'waive', 'not_started', 'waived', 4)
) AS event (state, is_reviewed, action, from_state, to_state, moment)
  USING (state, is_reviewed)
LEFT JOIN made_pair AS pair
  ON pair.enrollment_id = made_row.enrollment_id AND pair.is_first
  AND event.action IN ('approve', 'ask-changes')
ORDER BY made_row.progress_id, event.moment
"""
MOMENT = """
CASE event.moment
  WHEN 1 THEN begun_at
  WHEN 2 THEN begun_at + interval '2 days'
  WHEN 3 THEN sent_at
  ELSE closed_at
END
"""
REASONS = {"skipped": "Not what I need now.", "waived": "Done in an earlier job."}


def make_steps(values: Values) -> None:
    """Write what the learners made in this transaction did."""
    values = {**values, **REASONS, "skills": SKILLS}
    run(ROWS, values)
    fill(
        StepProgress,
        source="made_row ORDER BY progress_id",
        values=values,
        id="progress_id",
        enrollment_id="enrollment_id",
        learner_id="user_id",
        step_id="step_id",
        step_key="key",
        state="state",
        row_version="CASE WHEN state = 'not_started' THEN 1"
        " WHEN state IN ('skipped', 'waived') THEN 2"
        " WHEN is_reviewed AND state IN ('done', 'changes_requested') THEN 4"
        " WHEN state = 'in_progress' THEN 2 ELSE 3 END",
        started_at="CASE WHEN is_under_way THEN begun_at END",
        finished_at="CASE WHEN state = 'done' THEN closed_at END",
        is_self_reported="state = 'done' AND NOT is_reviewed",
        reason="CASE state WHEN 'skipped' THEN %(skipped)s"
        " WHEN 'waived' THEN %(waived)s ELSE '' END",
        # A tick leaves state and time of the state alone.
        state_since=f"CASE WHEN state = 'in_progress' THEN begun_at ELSE {SINCE} END",
        last_activity_at=SINCE,
        created_at="began_at",
        updated_at=f"coalesce({SINCE}, began_at)",
    )
    fill(
        StepEvent,
        source=EVENTS,
        values=values,
        progress_id="made_row.progress_id",
        learner_id="made_row.user_id",
        at=MOMENT,
        action="event.action",
        from_state="event.from_state",
        to_state="event.to_state",
        actor_id="coalesce(pair.mentor_id, made_row.user_id)",
        actor_name="coalesce(pair.mentor_name, made_row.name)",
        reason="CASE event.action WHEN 'skip' THEN %(skipped)s"
        " WHEN 'waive' THEN %(waived)s ELSE '' END",
    )
    # One learner in ten ticks every part, the others what they are at.
    fill(
        PartTick,
        source="made_row CROSS JOIN generate_series(1, 3) AS part"
        " WHERE state = 'in_progress' AND part = 1"
        " OR learner_number %% 10 = 1"
        " AND state IN ('submitted', 'changes_requested', 'done')",
        values=values,
        progress_id="progress_id",
        part_key="'part-' || part",
        at="begun_at + part * interval '1 day' + interval '1 day'",
    )
    _make_rounds(values)
    _make_hours_and_skills(values)


def _make_rounds(values: Values) -> None:
    """Write a round for what was sent, and the answer where there is one."""
    sent = "made_row WHERE submission_id IS NOT NULL"
    fill(
        Submission,
        source=f"{sent} ORDER BY submission_id",
        values=values,
        id="submission_id",
        progress_id="progress_id",
        learner_id="user_id",
        enrollment_id="enrollment_id",
        round="1",
        status="CASE state WHEN 'submitted' THEN 'waiting' ELSE 'answered' END",
        text="'It works; the notebook shows how. ' || key",
        criteria="(SELECT jsonb_agg(jsonb_build_object('key', one.key,"
        " 'text', one.text) ORDER BY one.position) FROM roadmaps_stepcriterion AS one"
        " WHERE one.step_id = made_row.step_id)",
        taught="(SELECT jsonb_agg(jsonb_build_object('skill', skill.slug,"
        " 'level', one.level)) FROM roadmaps_stepskill AS one"
        " JOIN roles_skill AS skill ON skill.id = one.skill_id"
        " WHERE one.step_id = made_row.step_id)",
        submitted_at="sent_at",
    )
    fill(
        SubmissionItem,
        source=sent,
        values=values,
        submission_id="submission_id",
        position="1",
        url="'https://example.org/' || learner_number || '/' || key",
    )
    fill(
        Review,
        source="made_row JOIN made_pair AS pair USING (enrollment_id)"
        " WHERE pair.is_first AND review_id IS NOT NULL",
        values=values,
        id="review_id",
        submission_id="submission_id",
        mentor_id="pair.mentor_id",
        mentor_name="pair.mentor_name",
        status="'in_effect'",
        decision="CASE state WHEN 'done' THEN 'approve' ELSE 'changes' END",
        message="'Read with pleasure.'",
        started_at="closed_at - interval '1 hour'",
        decided_at="closed_at - interval '10 minutes'",
        effective_at="closed_at",
        created_at="closed_at - interval '1 hour'",
        updated_at="closed_at",
    )
    fill(
        CriterionVerdict,
        source="made_row JOIN roadmaps_stepcriterion AS one USING (step_id)"
        " WHERE review_id IS NOT NULL",
        values=values,
        review_id="review_id",
        criterion_key="one.key",
        verdict="CASE state WHEN 'done' THEN 'met' ELSE 'change' END",
        text="CASE state WHEN 'done' THEN '' ELSE 'One case is missing.' END",
    )


def _make_hours_and_skills(values: Values) -> None:
    """Write logged hours and claimed skills for one learner in ten."""
    fill(
        TimeLog,
        source=f"made CROSS JOIN generate_series(0, {LOGS - 1}) AS evening"
        " WHERE number %% 10 = 1 AND is_begun"
        " AND began_at < %(now)s::timestamptz - make_interval(days => 1 + evening * 3)",
        values=values,
        learner_id="user_id",
        enrollment_id="enrollment_id",
        on="(%(now)s::timestamptz - make_interval(days => 1 + evening * 3))::date",
        minutes="60 + pg_temp.roll(number, 7 + evening, 60)",
        created_at="%(now)s::timestamptz - make_interval(days => 1 + evening * 3)",
        updated_at="%(now)s::timestamptz - make_interval(days => 1 + evening * 3)",
    )
    fill(
        HeldSkill,
        source="made CROSS JOIN"
        " (SELECT id FROM roles_skill ORDER BY id LIMIT %(skills)s) AS skill"
        " WHERE number %% 10 = 1",
        values=values,
        user_id="user_id",
        skill_id="skill.id",
        claimed_level="1 + pg_temp.roll(number, 30 + (skill.id %% 30)::int, 4)",
        created_at="began_at",
        updated_at="began_at",
    )
    fill(
        HeldSkillChange,
        source="made JOIN profiles_heldskill AS held USING (user_id)"
        " WHERE number %% 10 = 1",
        values=values,
        held_skill_id="held.id",
        at="began_at",
        action="'claimed'",
        to_level="held.claimed_level",
        actor_id="user_id",
        actor_name="name",
    )
