"""The two queries of search, each backed by an index.

Many skills may share a beginning or a word. So no arm looks at more than a fixed
number of rows of a kind, and those arms come in the order of the index: what is
named exactly as asked is always among them.
"""

# How well a document answers. The numbers matter only against each other: a role
# whose title begins with what was typed comes before a skill of exactly that other
# name, and after a skill of exactly that title.
FIND = """
WITH asked AS MATERIALIZED (
  SELECT fold AS folded, roles_search_squash(fold) AS squashed,
         plainto_tsquery('careersite_english', fold) AS words
  FROM roles_search_fold(%(text)s) AS fold
),
named AS MATERIALIZED (
  SELECT name.document_id, name.id AS name_id,
    CASE
      WHEN name.squashed = asked.squashed
        THEN CASE name.kind WHEN 'title' THEN 1.1 WHEN 'alias' THEN 1 ELSE 0.75 END
      WHEN asked.squashed = ANY(name.beginnings)
        THEN CASE name.kind WHEN 'title' THEN 0.92 WHEN 'alias' THEN 0.9 ELSE 0.65 END
          - 0.03 * (1 - length(asked.squashed)::numeric / length(name.squashed))
      ELSE CASE name.kind WHEN 'title' THEN 0.8 WHEN 'alias' THEN 0.76 ELSE 0.55 END
        - 0.1 * (1 - length(asked.squashed)::numeric / length(name.squashed))
    END AS score,
    'name' AS how
  FROM asked, unnest(%(kinds)s::text[]) AS kinds(kind), LATERAL (
    SELECT * FROM roles_searchname AS any_name
    WHERE asked.squashed <> '' AND any_name.document_kind = kinds.kind
      AND any_name.squashed >= asked.squashed
      AND any_name.squashed < asked.squashed || %(end)s
    ORDER BY any_name.squashed
    LIMIT %(names)s
  ) AS name
),
worded AS MATERIALIZED (
  SELECT document.id AS document_id, NULL::bigint AS name_id,
    CASE
      WHEN ts_filter(document.vector, '{a}') @@ asked.words THEN 0.74
      WHEN ts_filter(document.vector, '{a,b}') @@ asked.words THEN 0.62
      ELSE 0.3
    END + 0.05 * ts_rank(document.vector, asked.words, 32) AS score,
    'words' AS how
  FROM asked, unnest(ARRAY[true, false]) AS part(is_skill), LATERAL (
    SELECT id, vector FROM roles_searchdocument AS any_document
    WHERE any_document.vector @@ asked.words
      AND (any_document.kind = 'skill') = part.is_skill
      AND any_document.kind = ANY(%(kinds)s::text[])
    LIMIT %(names)s
  ) AS document
),
-- Asked only where the words as typed name next to nothing.
misspelled AS MATERIALIZED (
  SELECT document_id, name_id,
    score - CASE kind WHEN 'related' THEN 0.1 WHEN 'alias' THEN 0.03 ELSE 0 END
      AS score,
    'spelling' AS how
  FROM (
    SELECT name.document_id, name.id AS name_id, name.kind,
      0.3 + 0.3 * word_similarity(asked.folded, name.folded) AS score
    FROM asked JOIN roles_searchname AS name
      ON name.folded %%> roles_search_fold(%(text)s)
      AND name.document_kind = ANY(%(kinds)s::text[])
    WHERE length(asked.folded) > 2
      AND (SELECT count(*) FROM named)
        + (SELECT count(*) FROM worded WHERE score > 0.6) < 3
    ORDER BY score DESC, name.name
    LIMIT %(names)s
  ) AS close
),
best AS (
  SELECT DISTINCT ON (document_id) document_id, name_id, score, how
  FROM (SELECT * FROM named UNION ALL SELECT * FROM worded
        UNION ALL SELECT * FROM misspelled) AS every_way
  ORDER BY document_id, score DESC, how, name_id
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
SELECT counted.id, counted.kind, counted.slug, counted.anchor, counted.title,
  counted.summary, counted.how, counted.score, counted.total,
  name.name AS matched_name, name.kind AS matched_kind
FROM counted CROSS JOIN asked LEFT JOIN LATERAL (
  SELECT one.name, one.kind FROM roles_searchname AS one
  WHERE one.document_id = counted.id
    AND (one.id = counted.name_id OR counted.name_id IS NULL
         AND to_tsvector('careersite_english', one.name) @@ asked.words)
  ORDER BY one.kind <> 'title', one.kind, one.id
  LIMIT 1
) AS name ON true
WHERE counted.place <= %(most)s
ORDER BY counted.score DESC, counted.title, counted.id
"""

# Names that share most groups of three letters with it.
NEAREST = """
SELECT document.id, document.kind, document.slug, document.anchor, document.title,
  document.summary, 'spelling' AS how,
  near.name AS matched_name, near.kind AS matched_kind
FROM (
  SELECT name.document_id, name.name, name.kind,
    name.folded <->> roles_search_fold(%(text)s) AS distance
  FROM roles_searchname AS name
  ORDER BY name.folded <->> roles_search_fold(%(text)s)
  LIMIT %(most)s
) AS near JOIN roles_searchdocument AS document ON document.id = near.document_id
ORDER BY near.distance, document.title
"""
