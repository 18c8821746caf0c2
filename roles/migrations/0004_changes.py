"""Let every change of content be noted: which row, who, before and after."""

import pgtrigger.compiler
from django.db import migrations, models

from careersite.common.tracking import tracked

NOTE = """
CREATE FUNCTION roles_note_content() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  quiet CONSTANT text[] := ARRAY['created_at', 'updated_at', 'editor_id',
    'editor_name', 'draft_base', 'layout', 'of_draft'];
  acts CONSTANT jsonb :=
    nullif(current_setting('pghistory.context_metadata', true), '')::jsonb;
  whole jsonb;
  was jsonb;
  now_is jsonb;
BEGIN
  IF TG_OP = 'INSERT' THEN whole := to_jsonb(NEW); ELSE whole := to_jsonb(OLD); END IF;
  IF TG_OP <> 'INSERT' THEN was := to_jsonb(OLD) - quiet; END IF;
  IF TG_OP <> 'DELETE' THEN now_is := to_jsonb(NEW) - quiet; END IF;
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(key, value), jsonb_object_agg(key, now_is -> key)
      INTO was, now_is
      FROM jsonb_each(was) WHERE value IS DISTINCT FROM now_is -> key;
    IF was IS NULL THEN
      RETURN NULL;
    END IF;
  ELSIF whole ->> 'of_draft' = 'true' OR whole ->> 'draft_of_id' IS NOT NULL THEN
    -- A draft is copied and thrown away whole: its acts are noted as such.
    RETURN NULL;
  END IF;
  INSERT INTO roles_contentevent (
    "table", row_id, above_id, action, before, after, at, actor_id, actor_name, reason
  ) VALUES (
    TG_TABLE_NAME, (whole ->> 'id')::bigint, (whole ->> TG_ARGV[0])::bigint,
    lower(TG_OP), was, now_is, now(), (acts ->> 'actor_id')::bigint,
    coalesce(acts ->> 'actor_name', ''), coalesce(acts ->> 'reason', '')
  );
  RETURN NULL;
END $$;
"""

TABLES = {
    "roles_careermove": "",
    "roles_certification": "",
    "roles_certificationskill": "certification_id",
    "roles_comparisonfactor": "role_id",
    "roles_comparisonfactor_origins": "comparisonfactor_id",
    "roles_credential": "role_id",
    "roles_disagreement": "role_id",
    "roles_disagreementside": "disagreement_id",
    "roles_duty": "role_id",
    "roles_educationstance": "role_id",
    "roles_employer": "",
    "roles_employergroup": "role_id",
    "roles_employergroup_employers": "employergroup_id",
    "roles_externalcode": "",
    "roles_externalcode_roles": "externalcode_id",
    "roles_externalcode_skills": "externalcode_id",
    "roles_fact": "",
    "roles_faq": "",
    "roles_faqanswer": "faq_id",
    "roles_guidance": "role_id",
    "roles_guidance_skills": "guidance_id",
    "roles_guidesection": "source_id",
    "roles_industry": "",
    "roles_interviewquestion": "",
    "roles_interviewquestion_skills": "interviewquestion_id",
    "roles_ladder": "",
    "roles_proficiencyanchor": "",
    "roles_provider": "",
    "roles_quiz": "",
    "roles_quizitem": "quiz_id",
    "roles_quizweight": "item_id",
    "roles_redirect": "",
    "roles_region": "",
    "roles_region_members": "from_region_id",
    "roles_relatedguide": "source_id",
    "roles_role": "",
    "roles_rolealias": "role_id",
    "roles_rolecertification": "role_id",
    "roles_roleindustry": "role_id",
    "roles_rolemapline": "",
    "roles_rolemapstop": "role_id",
    "roles_roleskill": "role_id",
    "roles_rung": "ladder_id",
    "roles_rungcertification": "rung_id",
    "roles_salaryband": "",
    "roles_skill": "",
    "roles_skillalias": "skill_id",
    "roles_skillcategory": "",
    "roles_skillmention": "role_id",
    "roles_skillprerequisite": "skill_id",
    "roles_source": "",
    "roles_sourcefamily": "",
    "roles_specialty": "role_id",
    "roles_tool": "",
    "roles_toolmention": "role_id",
    "roles_usecase": "role_id",
}


class Migration(migrations.Migration):

    dependencies = [
        ('roles', '0003_stamp'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContentEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=63)),
                ('row_id', models.BigIntegerField()),
                ('action', models.CharField(choices=[('insert', 'Added'), ('update', 'Changed'), ('delete', 'Removed')], max_length=6)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('at', models.DateTimeField()),
                ('actor_id', models.BigIntegerField(help_text='Empty where no person did it, such as a file of content.', null=True)),
                ('actor_name', models.CharField(blank=True, max_length=80)),
                ('above_id', models.BigIntegerField(null=True)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['table', 'row_id', '-id'], name='roles_conte_table_104ec1_idx'), models.Index(fields=['table', 'above_id', '-id'], name='roles_conte_table_8f7b64_idx')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dd70e38805f181c12ba4bce5f457411873a1c57a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b7398', table='roles_contentevent', when='BEFORE'))],
            },
        ),
        migrations.RunSQL(NOTE, "DROP FUNCTION roles_note_content;"),
        tracked(TABLES),
    ]
