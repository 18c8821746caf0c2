"""Plausible people in great number, for measuring; never for a site in use.

`plan` has the roadmap they follow, `people` and `steps` what each of them did,
`batches` how a batch of them is written, `indexes` what is taken away meanwhile.
"""

from careersite.population.making import (
    NotOursError,
    Progress,
    count_learners,
    make_population,
)

__all__ = ["NotOursError", "Progress", "count_learners", "make_population"]
