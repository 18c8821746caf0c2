"""Let roadmaps be found, from the first published version on."""

from django.db import migrations

KEEPING = """
CREATE FUNCTION roadmaps_search_roadmap(of_id bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  found roadmaps_roadmap;
BEGIN
  SELECT * INTO found FROM roadmaps_roadmap
    WHERE id = of_id AND status = 'published' AND EXISTS (
      SELECT FROM roadmaps_roadmapversion
      WHERE roadmap_id = of_id AND status = 'published');
  PERFORM roles_search_put('roadmap', 'roadmap-' || of_id, found.slug, '', found.title,
    found.summary, '{}', '{}', '');
END $$;
"""

SOURCES = [("roadmaps_roadmap", "id"), ("roadmaps_roadmapversion", "roadmap_id")]


def trigger(table, column):
    return migrations.RunSQL(
        f"CREATE TRIGGER search_refresh AFTER INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION "
        f"roles_search_refresh('roadmaps_search_roadmap', '{column}');",
        f"DROP TRIGGER search_refresh ON {table};",
    )


class Migration(migrations.Migration):

    dependencies = [
        ('roadmaps', '0001_tables'),
        ('roles', '0002_search'),
    ]

    operations = [
        migrations.RunSQL(KEEPING, "DROP FUNCTION roadmaps_search_roadmap(bigint);"),
        *(trigger(*source) for source in SOURCES),
    ]
