"""Public pages about roles, skills, certifications, pay and sources."""
