"""Let interview questions be found, each on a page of its own."""

from django.db import migrations, models


KEEPING = """
CREATE FUNCTION roles_search_interview(of_id bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  found roles_interviewquestion;
  asked_role roles_role;
BEGIN
  SELECT * INTO found FROM roles_interviewquestion
    WHERE id = of_id AND draft_of_id IS NULL AND status = 'published';
  SELECT * INTO asked_role FROM roles_role
    WHERE id = found.role_id AND draft_of_id IS NULL AND status = 'published';
  PERFORM roles_search_put('interview', 'interview-' || of_id, asked_role.slug,
    found.key, CASE WHEN asked_role.id IS NOT NULL THEN found.text END,
    asked_role.title, '{}', '{}', found.outline);
END $$;

CREATE FUNCTION roles_search_interviews(of_role_id bigint) RETURNS void
LANGUAGE sql AS $$
  SELECT roles_search_interview(id) FROM roles_interviewquestion
    WHERE role_id = of_role_id;
$$;
"""

NO_KEEPING = """
DROP FUNCTION roles_search_interviews(bigint);
DROP FUNCTION roles_search_interview(bigint);
"""

# Table, trigger, function.
SOURCES = [
    ("roles_interviewquestion", "search_refresh", "roles_search_interview"),
    ("roles_role", "search_refresh_interviews", "roles_search_interviews"),
]


def trigger(table, name, function):
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION roles_search_refresh('{function}', 'id');",
        f"DROP TRIGGER {name} ON {table};",
    )


class Migration(migrations.Migration):

    dependencies = [
        ('roles', '0017_add_quiz'),
    ]

    operations = [
        migrations.AlterField(
            model_name='searchdocument',
            name='anchor',
            field=models.CharField(blank=True, help_text='Where on the page; of an interview question, its key.', max_length=100),
        ),
        migrations.AlterField(
            model_name='searchdocument',
            name='kind',
            field=models.CharField(choices=[('role', 'Roles'), ('skill', 'Skills'), ('certification', 'Certifications'), ('roadmap', 'Roadmaps'), ('question', 'Questions'), ('interview', 'Interview questions')], max_length=13),
        ),
        migrations.AlterField(
            model_name='searchname',
            name='document_kind',
            field=models.CharField(choices=[('role', 'Roles'), ('skill', 'Skills'), ('certification', 'Certifications'), ('roadmap', 'Roadmaps'), ('question', 'Questions'), ('interview', 'Interview questions')], max_length=13),
        ),
        migrations.RunSQL(KEEPING, NO_KEEPING),
        *(trigger(*source) for source in SOURCES),
        migrations.RunSQL(
            "SELECT roles_search_interview(id) FROM roles_interviewquestion;",
            "DELETE FROM roles_searchname WHERE document_kind = 'interview';"
            "DELETE FROM roles_searchdocument WHERE kind = 'interview';",
        ),
    ]
