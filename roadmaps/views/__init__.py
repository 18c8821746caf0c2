"""Pages of roadmaps: public, learner's, mentor's."""
