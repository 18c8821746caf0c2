"""Let rows be noted that somebody adds to a draft or takes from it one by one."""

from django.db import migrations

NOTE = """
CREATE OR REPLACE FUNCTION roles_note_content() RETURNS trigger LANGUAGE plpgsql AS $$
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
  IF {is_left_out} THEN
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN was := to_jsonb(OLD) - quiet; END IF;
  IF TG_OP <> 'DELETE' THEN now_is := to_jsonb(NEW) - quiet; END IF;
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(key, value), jsonb_object_agg(key, now_is -> key)
      INTO was, now_is
      FROM jsonb_each(was) WHERE value IS DISTINCT FROM now_is -> key;
    IF was IS NULL THEN
      RETURN NULL;
    END IF;
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
# A draft is copied and thrown away whole: its acts are noted as such.
IS_WHOLE = "current_setting('careersite.is_whole', true) = 'yes'"
IS_IN_DRAFT = """TG_OP <> 'UPDATE'
    AND (whole ->> 'of_draft' = 'true' OR whole ->> 'draft_of_id' IS NOT NULL)"""


class Migration(migrations.Migration):
    dependencies = [
        ("roles", "0005_order_every_list"),
    ]

    operations = [
        migrations.RunSQL(
            NOTE.format(is_left_out=IS_WHOLE), NOTE.format(is_left_out=IS_IN_DRAFT)
        ),
    ]
