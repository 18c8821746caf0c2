"""What the database holds of the projects that writers under load added."""

# Titles of the projects that hold both their skills, and how many hold fewer.
HELD = """
    SELECT project.title, count(link.skill_id) AS skills
    FROM profiles_project AS project
    LEFT JOIN profiles_project_skills AS link ON link.project_id = project.id
    WHERE project.title LIKE 'Kept %'
    GROUP BY project.id
"""
COMPLETE = f"SELECT array_agg(title) FROM ({HELD}) AS held WHERE skills = 2"  # noqa: S608
PARTIAL = f"SELECT count(*) FROM ({HELD}) AS held WHERE skills <> 2"  # noqa: S608
COUNT = "SELECT count(*) FROM profiles_project"
