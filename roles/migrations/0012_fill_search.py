"""Let triggers keep the documents of search in step with content."""

from django.db import migrations

WORDS = """
CREATE TEXT SEARCH CONFIGURATION careersite_english (COPY = english);
ALTER TEXT SEARCH CONFIGURATION careersite_english
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;

-- No accents, no capitals, single blanks.
CREATE FUNCTION roles_search_fold(words text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(lower(unaccent(words)), '\\s+', ' ', 'g'))
$$;

-- Nor blanks, hyphens and dots: ML Ops, ML-Ops and MLOps are one.
CREATE FUNCTION roles_search_squash(folded text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(folded, '[\\s\\-–_./,:()]+', '', 'g')
$$;

-- The squashed text up to the end of each word.
CREATE FUNCTION roles_search_beginnings(folded text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT COALESCE(array_agg(roles_search_squash(array_to_string(words[1:n], ' '))), '{}')
  FROM (SELECT regexp_split_to_array(folded, '[\\s\\-–_./,:()]+') AS words) AS split,
       generate_series(1, array_length(words, 1)) AS n
$$;
"""

NO_WORDS = """
DROP FUNCTION roles_search_beginnings(text);
DROP FUNCTION roles_search_squash(text);
DROP FUNCTION roles_search_fold(text);
DROP TEXT SEARCH CONFIGURATION careersite_english;
"""

KEEPING = """
-- Write one document anew, or only remove it where there is no title.
CREATE FUNCTION roles_search_put(
  of_kind text, of_key text, slug text, anchor text, title text, summary text,
  aliases text[], related text[], body text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  document bigint;
BEGIN
  DELETE FROM roles_searchname USING roles_searchdocument AS old
    WHERE document_id = old.id AND old.kind = of_kind AND old.object_key = of_key;
  DELETE FROM roles_searchdocument AS old
    WHERE old.kind = of_kind AND old.object_key = of_key;
  IF title IS NULL THEN
    RETURN;
  END IF;
  INSERT INTO roles_searchdocument
    (kind, object_key, slug, anchor, title, summary, vector)
  VALUES (of_kind, of_key, slug, anchor, title, summary,
    setweight(to_tsvector('careersite_english', title), 'A')
    || setweight(to_tsvector('careersite_english',
                             array_to_string(aliases || related, ' . ')), 'B')
    || setweight(to_tsvector('careersite_english', summary || ' ' || body), 'D'))
  RETURNING id INTO document;
  INSERT INTO roles_searchname
    (document_id, document_kind, kind, name, folded, squashed, beginnings)
  SELECT document, of_kind, named.kind, named.name, folded, roles_search_squash(folded),
         roles_search_beginnings(folded)
  FROM (
    SELECT 'title' AS kind, title AS name
    UNION ALL SELECT 'alias', unnest(aliases)
    UNION ALL SELECT 'related', unnest(related)
  ) AS named, roles_search_fold(named.name) AS folded;
END $$;

CREATE FUNCTION roles_search_role(of_id bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  found roles_role;
BEGIN
  SELECT * INTO found FROM roles_role WHERE id = of_id AND draft_of_id IS NULL AND status = 'published';
  PERFORM roles_search_put('role', 'role-' || of_id, found.slug, '', found.title,
    found.summary,
    ARRAY(SELECT name FROM roles_rolealias
          WHERE role_id = of_id AND kind = 'alias' ORDER BY position, name),
    ARRAY(SELECT name FROM roles_rolealias
          WHERE role_id = of_id AND kind = 'related' ORDER BY position, name),
    found.lead || ' ' || found.body);
  PERFORM roles_search_question(id) FROM roles_faq WHERE role_id = of_id;
END $$;

CREATE FUNCTION roles_search_skill(of_id bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  found roles_skill;
BEGIN
  SELECT * INTO found FROM roles_skill WHERE id = of_id AND draft_of_id IS NULL AND status = 'published';
  PERFORM roles_search_put('skill', 'skill-' || of_id, found.slug, '', found.name,
    left(found.description, 200),
    ARRAY(SELECT name FROM roles_skillalias WHERE skill_id = of_id ORDER BY name),
    '{}', substr(found.description, 201));
END $$;

CREATE FUNCTION roles_search_certification(of_id bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  found roles_certification;
  provider text;
BEGIN
  SELECT * INTO found FROM roles_certification
    WHERE id = of_id AND draft_of_id IS NULL AND status = 'published';
  SELECT name INTO provider FROM roles_provider WHERE id = found.provider_id;
  PERFORM roles_search_put('certification', 'certification-' || of_id, found.slug, '',
    found.name, left(found.description, 200), found.aliases::text[], '{}',
    provider || ' ' || substr(found.description, 201));
END $$;

CREATE FUNCTION roles_search_provider(of_id bigint) RETURNS void
LANGUAGE sql AS $$
  SELECT roles_search_certification(id) FROM roles_certification
    WHERE provider_id = of_id;
$$;

CREATE FUNCTION roles_search_question(of_id bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  found roles_faq;
  asked_role roles_role;
BEGIN
  SELECT * INTO found FROM roles_faq WHERE id = of_id AND draft_of_id IS NULL AND status = 'published';
  SELECT * INTO asked_role FROM roles_role
    WHERE id = found.role_id AND draft_of_id IS NULL AND status = 'published';
  PERFORM roles_search_put('question', 'faq-' || of_id, asked_role.slug,
    'question-' || found.key,
    CASE WHEN asked_role.id IS NOT NULL THEN found.question END,
    asked_role.title, '{}', '{}',
    COALESCE((SELECT string_agg(text, ' ') FROM roles_faqanswer WHERE faq_id = of_id),
             ''));
END $$;

-- Of a row of a table named in TG_ARGV: refresh the document it belongs to.
-- The first argument names the function, the second the column with the id.
CREATE FUNCTION roles_search_refresh() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  now_at bigint;
  was_at bigint;
BEGIN
  IF TG_OP <> 'DELETE' THEN
    now_at := to_jsonb(NEW) ->> TG_ARGV[1];
    EXECUTE format('SELECT %I($1)', TG_ARGV[0]) USING now_at;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    was_at := to_jsonb(OLD) ->> TG_ARGV[1];
    IF was_at IS DISTINCT FROM now_at THEN
      EXECUTE format('SELECT %I($1)', TG_ARGV[0]) USING was_at;
    END IF;
  END IF;
  RETURN NULL;
END $$;
"""

NO_KEEPING = """
DROP FUNCTION roles_search_refresh();
DROP FUNCTION roles_search_question(bigint);
DROP FUNCTION roles_search_provider(bigint);
DROP FUNCTION roles_search_certification(bigint);
DROP FUNCTION roles_search_skill(bigint);
DROP FUNCTION roles_search_role(bigint);
DROP FUNCTION roles_search_put(
  text, text, text, text, text, text, text[], text[], text);
"""

# Table, function, column that holds the id for it.
SOURCES = [
    ("roles_role", "roles_search_role", "id"),
    ("roles_rolealias", "roles_search_role", "role_id"),
    ("roles_skill", "roles_search_skill", "id"),
    ("roles_skillalias", "roles_search_skill", "skill_id"),
    ("roles_certification", "roles_search_certification", "id"),
    ("roles_provider", "roles_search_provider", "id"),
    ("roles_faq", "roles_search_question", "id"),
    ("roles_faqanswer", "roles_search_question", "faq_id"),
]

FILL = """
SELECT roles_search_role(id) FROM roles_role;
SELECT roles_search_skill(id) FROM roles_skill;
SELECT roles_search_certification(id) FROM roles_certification;
SELECT roles_search_question(id) FROM roles_faq;
"""


def trigger(table, function, column):
    return migrations.RunSQL(
        f"CREATE TRIGGER search_refresh AFTER INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION "
        f"roles_search_refresh('{function}', '{column}');",
        f"DROP TRIGGER search_refresh ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("roles", "0011_add_search")]

    operations = [
        migrations.RunSQL(WORDS, NO_WORDS),
        migrations.RunSQL(KEEPING, NO_KEEPING),
        *(trigger(*source) for source in SOURCES),
        migrations.RunSQL(
            FILL, "DELETE FROM roles_searchname; DELETE FROM roles_searchdocument;"
        ),
    ]
