"""Let every write to content change its stamp, whoever writes."""

from django.db import migrations, models

from careersite.common.stamping import stamped

# A transaction stamps once, and once more after it has read the stamp itself. Before
# each statement, not after it: so two writers meet here and not halfway.
STAMP = """
CREATE FUNCTION roles_stamp_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('careersite.is_stamped', true) = 'yes' THEN
    RETURN NULL;
  END IF;
  INSERT INTO roles_contentstamp AS stamp (id, number)
  VALUES (1, extract(epoch FROM clock_timestamp()) * 1000000)
  ON CONFLICT (id) DO UPDATE SET number = greatest(stamp.number + 1, excluded.number);
  PERFORM set_config('careersite.is_stamped', 'yes', true);
  RETURN NULL;
END $$;

INSERT INTO roles_contentstamp (id, number)
VALUES (1, extract(epoch FROM clock_timestamp()) * 1000000);
"""

TABLES = [
    "roles_careermove",
    "roles_certification",
    "roles_certificationskill",
    "roles_comparisonfactor",
    "roles_comparisonfactor_origins",
    "roles_credential",
    "roles_disagreement",
    "roles_disagreementside",
    "roles_duty",
    "roles_educationstance",
    "roles_employer",
    "roles_employergroup",
    "roles_employergroup_employers",
    "roles_externalcode",
    "roles_externalcode_roles",
    "roles_externalcode_skills",
    "roles_fact",
    "roles_faq",
    "roles_faqanswer",
    "roles_guidance",
    "roles_guidance_skills",
    "roles_guidesection",
    "roles_industry",
    "roles_interviewquestion",
    "roles_interviewquestion_skills",
    "roles_ladder",
    "roles_proficiencyanchor",
    "roles_provider",
    "roles_quiz",
    "roles_quizitem",
    "roles_quizweight",
    "roles_redirect",
    "roles_region",
    "roles_region_members",
    "roles_relatedguide",
    "roles_role",
    "roles_rolealias",
    "roles_rolecertification",
    "roles_roleindustry",
    "roles_rolemapline",
    "roles_rolemapstop",
    "roles_roleskill",
    "roles_rung",
    "roles_rungcertification",
    "roles_salaryband",
    "roles_skill",
    "roles_skillalias",
    "roles_skillcategory",
    "roles_skillmention",
    "roles_skillprerequisite",
    "roles_source",
    "roles_sourcefamily",
    "roles_specialty",
    "roles_tool",
    "roles_toolmention",
    "roles_usecase",
]


class Migration(migrations.Migration):

    dependencies = [
        ('roles', '0002_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContentStamp',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='roles_contentstamp_is_one_row')],
            },
        ),
        migrations.RunSQL(
            STAMP,
            "DROP FUNCTION roles_stamp_content(); DELETE FROM roles_contentstamp;",
        ),
        stamped(*TABLES),
    ]
