"""Lists and pages of skills, certifications and sources."""
