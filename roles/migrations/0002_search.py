"""Let everything be found: triggers keep what is searched, one function searches.

The function asks what costs more only where the cheaper found next to nothing, plans its
queries once per connection, and puts misspelled words right by the words of names.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

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

-- The words of a folded text with their places; numbers and signs between are none.
CREATE FUNCTION roles_search_words(folded text) RETURNS TABLE (word text, place bigint)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT * FROM regexp_split_to_table(folded, '[^[:alnum:]+#]+') WITH ORDINALITY
$$;
"""

NO_WORDS = """
DROP FUNCTION roles_search_words(text);
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

  INSERT INTO roles_searchword (word)
  SELECT DISTINCT split.word
  FROM roles_searchname AS name, roles_search_words(name.folded) AS split
  WHERE name.document_id = document AND length(split.word) > 2
    AND split.word ~ '[[:alpha:]]'
  ON CONFLICT DO NOTHING;

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
DROP FUNCTION roles_search_interviews(bigint);
DROP FUNCTION roles_search_interview(bigint);
DROP FUNCTION roles_search_question(bigint);
DROP FUNCTION roles_search_provider(bigint);
DROP FUNCTION roles_search_certification(bigint);
DROP FUNCTION roles_search_skill(bigint);
DROP FUNCTION roles_search_role(bigint);
DROP FUNCTION roles_search_put(
  text, text, text, text, text, text, text[], text[], text);
"""

# Table, trigger, function, column that holds the id for it.
SOURCES = [
    ("roles_role", "search_refresh", "roles_search_role", "id"),
    ("roles_role", "search_refresh_interviews", "roles_search_interviews", "id"),
    ("roles_rolealias", "search_refresh", "roles_search_role", "role_id"),
    ("roles_skill", "search_refresh", "roles_search_skill", "id"),
    ("roles_skillalias", "search_refresh", "roles_search_skill", "skill_id"),
    ("roles_certification", "search_refresh", "roles_search_certification", "id"),
    ("roles_provider", "search_refresh", "roles_search_provider", "id"),
    ("roles_faq", "search_refresh", "roles_search_question", "id"),
    ("roles_faqanswer", "search_refresh", "roles_search_question", "faq_id"),
    ("roles_interviewquestion", "search_refresh", "roles_search_interview", "id"),
]

FIND = """
-- One way to a document; the scores matter only against each other.
CREATE TYPE roles_search_way AS (
  document_id bigint, name_id bigint, score double precision, how text
);

-- What `asked` finds, at most `most` of a kind, each with the best way that led there.
-- `how` is name, words or spelling; where nothing is found, near: names that begin with
-- a word that shares most groups of three letters with one typed, of which the caller
-- keeps those that are alike: swapped letters share few such groups.
-- No arm looks at more than 60 rows of a kind, and those of names come in the order of
-- the index, so that what is named exactly as asked is always among them.
CREATE FUNCTION roles_search_find(
  asked text, kinds text[], most int, is_noted boolean
) RETURNS TABLE (
  document_id bigint, kind text, slug text, anchor text, title text, summary text,
  how text, score double precision, total bigint, matched_name text, matched_kind text
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  looked_at constant int := 60;
  last_character constant text := U&'\\+10FFFF';
  asked_folded constant text := roles_search_fold(asked);
  asked_squashed constant text := roles_search_squash(asked_folded);
  asked_words constant tsquery := plainto_tsquery('careersite_english', asked_folded);
  ways roles_search_way[];
BEGIN
  -- A role whose title begins with what was typed comes before a skill of exactly that
  -- other name, and after a skill of exactly that title.
  SELECT array_agg(way) INTO ways FROM (
    SELECT (name.document_id, name.id, CASE
      WHEN name.squashed = asked_squashed
        THEN CASE name.kind WHEN 'title' THEN 1.1 WHEN 'alias' THEN 1 ELSE 0.75 END
      WHEN asked_squashed = ANY(name.beginnings)
        THEN CASE name.kind WHEN 'title' THEN 0.92 WHEN 'alias' THEN 0.9 ELSE 0.65 END
          - 0.03 * (1 - length(asked_squashed)::numeric / length(name.squashed))
      ELSE CASE name.kind WHEN 'title' THEN 0.8 WHEN 'alias' THEN 0.76 ELSE 0.55 END
        - 0.1 * (1 - length(asked_squashed)::numeric / length(name.squashed))
    END, 'name')::roles_search_way AS way
    FROM unnest(kinds) AS one(kind), LATERAL (
      SELECT * FROM roles_searchname AS any_name
      WHERE asked_squashed <> '' AND any_name.document_kind = one.kind
        AND any_name.squashed >= asked_squashed
        AND any_name.squashed < asked_squashed || last_character
      ORDER BY any_name.squashed LIMIT looked_at
    ) AS name
    UNION ALL
    SELECT (worded.id, NULL, CASE
      WHEN ts_filter(worded.vector, '{a}') @@ asked_words THEN 0.74
      WHEN ts_filter(worded.vector, '{a,b}') @@ asked_words THEN 0.62
      ELSE 0.3
    END + 0.05 * ts_rank(worded.vector, asked_words, 32), 'words')::roles_search_way
    FROM (
      -- Skills are many: they must not take the places of all else.
      (SELECT document.id, document.vector FROM roles_searchdocument AS document
       WHERE document.vector @@ asked_words AND document.kind = 'skill'
         AND 'skill' = ANY(kinds) LIMIT looked_at)
      UNION ALL
      (SELECT document.id, document.vector FROM roles_searchdocument AS document
       WHERE document.vector @@ asked_words AND document.kind <> 'skill'
         AND document.kind = ANY(kinds) LIMIT looked_at)
    ) AS worded
  ) AS found;

  -- Only where the words as typed name next to nothing.
  IF length(asked_folded) > 2 AND (
    SELECT count(*) FROM unnest(ways) AS way WHERE way.how = 'name' OR way.score > 0.6
  ) < 3 THEN
    SELECT ways || array_agg(found.way) INTO ways FROM (
      SELECT way FROM roles_search_misspelled(asked_folded, kinds) AS way LIMIT looked_at
    ) AS found;
  END IF;

  IF ways IS NULL THEN
    IF is_noted THEN
      INSERT INTO roles_searchmiss (text, count) SELECT left(asked_folded, 40), 1
      WHERE (SELECT count(*) FROM roles_searchmiss) < 2000
        OR EXISTS (SELECT FROM roles_searchmiss WHERE text = left(asked_folded, 40))
      ON CONFLICT (text)
        DO UPDATE SET count = roles_searchmiss.count + 1, last_at = now();
    END IF;
    RETURN QUERY
    SELECT document.id, document.kind::text, document.slug::text, document.anchor::text,
      document.title, document.summary, 'near', 0::double precision, 0::bigint,
      near.name, near.kind::text
    FROM (
      SELECT DISTINCT name.document_id, name.name, name.kind
      FROM roles_search_words(asked_folded) AS typed, LATERAL (
        SELECT known.word FROM roles_searchword AS known
        ORDER BY known.word <-> typed.word LIMIT 10
      ) AS known, unnest(kinds) AS one(kind), LATERAL (
        SELECT * FROM roles_searchname AS any_name
        WHERE any_name.document_kind = one.kind AND any_name.squashed >= known.word
          AND any_name.squashed < known.word || last_character
        ORDER BY any_name.squashed LIMIT 2
      ) AS name
      WHERE typed.place <= 3 AND length(typed.word) > 2
    ) AS near JOIN roles_searchdocument AS document ON document.id = near.document_id
    ORDER BY document.title, document.id;
    RETURN;
  END IF;

  RETURN QUERY
  WITH best AS (
    SELECT DISTINCT ON (way.document_id) way.* FROM unnest(ways) AS way
    ORDER BY way.document_id, way.score DESC, way.how, way.name_id
  ),
  ranked AS (
    SELECT document.*, best.how, best.name_id,
      best.score + CASE document.kind WHEN 'role' THEN 0.2 WHEN 'skill' THEN 0.05
        WHEN 'certification' THEN 0.03 WHEN 'roadmap' THEN 0.02 ELSE 0 END AS score
    FROM best JOIN roles_searchdocument AS document ON document.id = best.document_id
  ),
  counted AS (
    SELECT ranked.*, count(*) OVER (PARTITION BY kind) AS total,
      row_number() OVER (PARTITION BY kind ORDER BY score DESC, title, id) AS place
    FROM ranked
  )
  SELECT counted.id, counted.kind::text, counted.slug::text, counted.anchor::text,
    counted.title, counted.summary, counted.how, counted.score, counted.total,
    name.name, name.kind::text
  FROM counted LEFT JOIN LATERAL (
    SELECT one.name, one.kind FROM roles_searchname AS one
    WHERE one.document_id = counted.id
      AND (one.id = counted.name_id OR counted.name_id IS NULL
           AND to_tsvector('careersite_english', one.name) @@ asked_words)
    ORDER BY one.kind <> 'title', one.kind, one.id
    LIMIT 1
  ) AS name ON true
  WHERE counted.place <= most
  ORDER BY counted.score DESC, counted.title, counted.id;
END $$;
"""

MISSPELLED = """
-- Names that hold what was typed once its words are put right, the most alike first.
-- Each word gives way to those of names that are most like it, three at most; a word
-- that some name holds stays.
CREATE FUNCTION roles_search_misspelled(asked_folded text, kinds text[])
RETURNS SETOF roles_search_way LANGUAGE plpgsql STABLE AS $$
DECLARE
  right_texts text[];
  right_words tsquery;
BEGIN
  WITH typed AS MATERIALIZED (
    SELECT word, place FROM roles_search_words(asked_folded)
    WHERE word <> '' AND place <= 8
  ),
  alike AS MATERIALIZED (
    SELECT typed.place, near.word,
      row_number() OVER (PARTITION BY typed.place ORDER BY near.distance, near.word)
        AS number
    FROM typed, LATERAL (
      SELECT known.word, known.word <-> typed.word AS distance
      FROM roles_searchword AS known
      WHERE known.word % typed.word AND (
        known.word = typed.word
        OR NOT EXISTS (SELECT FROM roles_searchword WHERE word = typed.word)
      )
      ORDER BY known.word <-> typed.word LIMIT 3
    ) AS near
    WHERE near.distance < 0.65
  ),
  -- The text with each word replaced by the one most like it, by the second, third.
  replaced AS (
    SELECT string_agg(
        COALESCE(alike.word, first.word, typed.word), ' ' ORDER BY typed.place
      ) AS words
    FROM generate_series(1, 3) AS number CROSS JOIN typed
    LEFT JOIN alike ON alike.place = typed.place AND alike.number = number.number
    LEFT JOIN alike AS first ON first.place = typed.place AND first.number = 1
    GROUP BY number.number
  ),
  any_of AS (
    SELECT '(' || string_agg(
        NULLIF(plainto_tsquery('careersite_english', word)::text, ''), ' | '
      ) || ')' AS words
    FROM alike GROUP BY place
  )
  SELECT (SELECT array_agg(DISTINCT words) FROM replaced WHERE words <> asked_folded),
         (SELECT string_agg(words, ' & ')::tsquery FROM any_of)
  INTO right_texts, right_words;

  RETURN QUERY
  SELECT close.document_id, close.id,
    0.3 + 0.3 * close.is_like
      - CASE close.kind WHEN 'related' THEN 0.1 WHEN 'alias' THEN 0.03 ELSE 0 END,
    'spelling'
  FROM (
    -- How much of a text put right stands in the name, less what had to be changed;
    -- better at its beginning, best where nothing follows.
    SELECT name.document_id, name.id, name.kind, name.name, (
      SELECT max(word_similarity(words, name.folded)
        * (1 + similarity(words, asked_folded)) / 2
        + CASE WHEN name.squashed = begins THEN 0.1
               WHEN starts_with(name.squashed, begins) THEN 0.05 ELSE 0 END)
      FROM unnest(right_texts) AS words, roles_search_squash(words) AS begins
    ) AS is_like
    FROM (
      SELECT by_name.id
      FROM unnest(right_texts) AS words, roles_search_squash(words) AS begins,
      unnest(kinds) AS one(kind), LATERAL (
        SELECT any_name.id FROM roles_searchname AS any_name
        WHERE any_name.document_kind = one.kind AND any_name.squashed >= begins
          AND any_name.squashed < begins || U&'\\+10FFFF'
        ORDER BY any_name.squashed LIMIT 10
      ) AS by_name
      UNION
      SELECT name.id
      FROM (
        (SELECT document.id FROM roles_searchdocument AS document
         WHERE document.vector @@ right_words AND document.kind = 'skill'
           AND 'skill' = ANY(kinds) LIMIT 10)
        UNION ALL
        (SELECT document.id FROM roles_searchdocument AS document
         WHERE document.vector @@ right_words AND document.kind <> 'skill'
           AND document.kind = ANY(kinds) LIMIT 40)
      ) AS by_words
      JOIN roles_searchname AS name ON name.document_id = by_words.id
    ) AS candidate JOIN roles_searchname AS name ON name.id = candidate.id
  ) AS close
  WHERE close.is_like >= 0.6
  ORDER BY 3 DESC, close.name;
END $$;
"""

NO_FIND = """
DROP FUNCTION roles_search_find(text, text[], int, boolean);
DROP FUNCTION roles_search_misspelled(text, text[]);
DROP TYPE roles_search_way;
"""


def trigger(table, name, function, column):
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION "
        f"roles_search_refresh('{function}', '{column}');",
        f"DROP TRIGGER {name} ON {table};",
    )


class Migration(migrations.Migration):

    dependencies = [
        ('roles', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('role', 'Roles'), ('skill', 'Skills'), ('certification', 'Certifications'), ('roadmap', 'Roadmaps'), ('question', 'Questions'), ('interview', 'Interview questions')], max_length=13)),
                ('object_key', models.CharField(help_text='Which row it comes from, such as faq-7.', max_length=40)),
                ('slug', models.SlugField(help_text='Of the page that it stands on.', max_length=80)),
                ('anchor', models.CharField(blank=True, help_text='Where on the page; of an interview question, its key.', max_length=100)),
                ('title', models.TextField()),
                ('summary', models.TextField(blank=True)),
                ('vector', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['vector'], name='roles_searchdocument_words')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_key'), name='roles_searchdocument_one_per_row')],
            },
        ),
        migrations.CreateModel(
            name='SearchName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='roles.searchdocument')),
                ('document_kind', models.CharField(choices=[('role', 'Roles'), ('skill', 'Skills'), ('certification', 'Certifications'), ('roadmap', 'Roadmaps'), ('question', 'Questions'), ('interview', 'Interview questions')], max_length=13)),
                ('kind', models.CharField(choices=[('title', 'Its title'), ('alias', 'Another name'), ('related', 'A related title')], max_length=7)),
                ('name', models.TextField()),
                ('folded', models.TextField()),
                ('squashed', models.TextField(db_collation='C')),
                ('beginnings', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                'indexes': [models.Index(fields=['document_kind', 'squashed'], name='roles_searchname_squashed')],
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.TextField(primary_key=True, serialize=False)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GistIndex(fields=['word'], name='roles_searchword_trigrams', opclasses=['gist_trgm_ops'])],
            },
        ),
        migrations.CreateModel(
            name='SearchMiss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=40, unique=True)),
                ('count', models.PositiveIntegerField(default=1)),
                ('last_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': 'search that found nothing',
                'verbose_name_plural': 'searches that found nothing',
                'ordering': ['-count', 'text'],
            },
        ),
        migrations.RunSQL(WORDS, NO_WORDS),
        migrations.RunSQL(KEEPING, NO_KEEPING),
        *(trigger(*source) for source in SOURCES),
        migrations.RunSQL(FIND + MISSPELLED, NO_FIND),
    ]
