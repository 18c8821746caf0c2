"""Let changes that people make to what is theirs be noted for them."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from careersite.common.tracking import Whose, traced

NOTE = """
CREATE FUNCTION profiles_note_act() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  left_out CONSTANT text[] := ARRAY['created_at', 'updated_at', 'last_used_at',
    'row_version'] || string_to_array(TG_ARGV[1], ' ');
  hidden CONSTANT text[] := ARRAY['password', 'data', 'token_hash', 'password_mark']
    || string_to_array(TG_ARGV[2], ' ');
  acts CONSTANT jsonb := current_setting('pghistory.context_metadata')::jsonb;
  actor CONSTANT bigint := (acts ->> 'actor_id')::bigint;
  whole jsonb;
  whose bigint;
  was jsonb;
  now_is jsonb;
BEGIN
  IF TG_OP = 'INSERT' THEN whole := to_jsonb(NEW); ELSE whole := to_jsonb(OLD); END IF;
  whose := coalesce((whole ->> TG_ARGV[0])::bigint, actor);
  IF whose IS NULL THEN
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN was := to_jsonb(OLD) - left_out; END IF;
  IF TG_OP <> 'DELETE' THEN now_is := to_jsonb(NEW) - left_out; END IF;
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(key, value), jsonb_object_agg(key, now_is -> key)
      INTO was, now_is
      FROM jsonb_each(was) WHERE value IS DISTINCT FROM now_is -> key;
    IF was IS NULL THEN
      RETURN NULL;
    END IF;
  END IF;
  was := was || (
    SELECT coalesce(jsonb_object_agg(key, 'hidden'::text), '{}')
    FROM jsonb_each_text(was) WHERE key = ANY (hidden) AND value <> '');
  now_is := now_is || (
    SELECT coalesce(jsonb_object_agg(key, 'hidden'::text), '{}')
    FROM jsonb_each_text(now_is) WHERE key = ANY (hidden) AND value <> '');
  INSERT INTO profiles_trace (
    user_id, "table", row_id, action, before, after, at, actor_id, actor_name
  ) VALUES (
    whose, TG_TABLE_NAME, (whole ->> 'id')::bigint, lower(TG_OP), was, now_is, now(),
    actor, acts ->> 'actor_name'
  );
  RETURN NULL;
END $$;
"""

OF_USER = Whose("user_id")
TABLES = {
    "account_emailaddress": OF_USER,
    "mfa_authenticator": OF_USER,
    "profiles_abusereport": Whose("reporter_id", hidden="note"),
    "profiles_apitoken": OF_USER,
    "profiles_block": Whose("blocker_id"),
    "profiles_earnedcertification": OF_USER,
    "profiles_educationentry": OF_USER,
    "profiles_interviewmark": OF_USER,
    "profiles_mentorinvitation": Whose("learner_id", hidden="email"),
    "profiles_mentorlink": Whose("mentor_id"),
    "profiles_mentorship": Whose(hidden="private_note"),
    "profiles_noticepreference": OF_USER,
    "profiles_profile": OF_USER,
    "profiles_project": OF_USER,
    "profiles_project_skills": Whose(),
    "profiles_quizresult": OF_USER,
    "profiles_sectionvisibility": OF_USER,
    "profiles_sharelink": OF_USER,
    "profiles_user": Whose("id"),
    "profiles_user_groups": OF_USER,
    "profiles_user_user_permissions": OF_USER,
    "profiles_workentry": OF_USER,
}


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0003_unfinished_jobs'),
        ('account', '0009_emailaddress_unique_primary_email'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [
        migrations.CreateModel(
            name='Trace',
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
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='traces', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['at'], name='profiles_trace_age')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='62fff827b780defe12fb386f9d79f1430b6c97c9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bb890', table='profiles_trace', when='BEFORE'))],
            },
        ),
        migrations.RunSQL(NOTE, "DROP FUNCTION profiles_note_act;"),
        traced(TABLES),
    ]
