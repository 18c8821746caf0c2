"""Tags of the roadmap pages."""
