"""A role page once more for programs: schema.org, with what the page shows alone.

Every figure stands on the page as well (rule 12). What the vocabulary cannot say
rightly is left out: averages, pay of no country, pay of whom the role is not.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.urls import reverse

from careersite.common.mail import absolute_url
from roles.models import Region, Role, SalaryBand
from roles.pages.pay import Figure, PaySection
from roles.pages.progression import LadderLine
from roles.pages.role import RolePage
from roles.pages.skills import SkillSection
from roles.pages.words.parts import Question

Node = dict[str, Any]
Statistic, Qualifier = SalaryBand.Statistic, SalaryBand.Qualifier
NAMES_SHOWN = 8
DURATIONS = {"year": "P1Y", "hour": "PT1H"}
UNITS = {"year": "YEAR", "hour": "HOUR"}
LOWER_BOUNDS = {Qualifier.ABOVE, Qualifier.AT_LEAST}


def linked_data(page: RolePage) -> Node:
    """Return the page as one JSON-LD graph; asks the database nothing."""
    url = absolute_url(page.role.get_absolute_url())
    nodes = [_occupation(page, url), _breadcrumbs(page.role, url)]
    if page.questions:
        nodes.append(_questions(page, url))
    return {"@context": "https://schema.org", "@graph": nodes}


def _occupation(page: RolePage, url: str) -> Node:
    role = page.role
    node: Node = {
        "@type": "Occupation",
        "@id": f"{url}#occupation",
        "name": role.title,
        "description": role.lead or role.summary,
        "mainEntityOfPage": url,
        "alternateName": list(role.other_titles[:NAMES_SHOWN]),
        "skills": list(_skills(page.skills)),
        "experienceRequirements": list(_experience(page.ladders)),
        **_pay(page.pay),
    }
    return {name: value for name, value in node.items() if value}


def _skills(section: SkillSection | None) -> Iterator[Node]:
    for group in section.groups if section else ():
        for row in group.rows:
            url = absolute_url(row.skill.get_absolute_url())
            yield {"@type": "DefinedTerm", "name": row.skill.name, "url": url}


def _experience(ladders: tuple[LadderLine, ...]) -> Iterator[Node]:
    """Yield the years that sources state, in words: the page shows no months."""
    for line in ladders:
        for stop in line.stops:
            if stop.years:
                yield {
                    "@type": "OccupationalExperienceRequirements",
                    "name": " / ".join(stop.rung.titles),
                    "description": stop.years,
                }


def _pay(section: PaySection | None) -> Node:
    """Return place and pay, where the place shown is a country or a part of one."""
    region = section.figures[0].row.region if section and section.figures else None
    if section is None or region is None:
        return {}
    types = {Region.Kind.COUNTRY: "Country", Region.Kind.AREA: "AdministrativeArea"}
    place = types.get(Region.Kind(region.kind))
    salaries = [salary for figure in section.figures if (salary := _salary(figure))]
    if place is None or not salaries:
        return {}
    return {
        "occupationLocation": {"@type": place, "name": region.name},
        "estimatedSalary": salaries,
    }


def _salary(figure: Figure) -> Node | None:
    row = figure.row
    if row.subject or row.statistic == Statistic.AVERAGE:
        return None
    named: Node = {
        "name": _name(figure),
        "description": figure.band.text(is_long=True),
        "currency": row.currency,
    }
    if row.statistic == Statistic.MEDIAN:
        return _median(row, named)
    ends = _ends(row)
    return {
        "@type": "MonetaryAmount",
        **named,
        "value": {
            "@type": "QuantitativeValue",
            **ends,
            "unitText": UNITS[row.period],
        },
    }


def _median(row: SalaryBand, named: Node) -> Node | None:
    """Return a median as a distribution; a range of medians is none."""
    if row.low is None or row.low != row.high or row.high_open:
        return None
    return {
        "@type": "MonetaryAmountDistribution",
        **named,
        "duration": DURATIONS[row.period],
        "median": _number(row.low),
    }


def _ends(row: SalaryBand) -> Node:
    """Return the ends that the source states; an open end is no end."""
    is_exact = row.low is not None and row.low == row.high and not row.high_open
    if is_exact and row.qualifier not in {*LOWER_BOUNDS, Qualifier.UP_TO}:
        return {"value": _number(row.low)}
    has_low = row.low is not None and row.qualifier != Qualifier.UP_TO
    has_high = not row.high_open and row.qualifier not in LOWER_BOUNDS
    low = row.low if has_low else None
    high = row.high if has_high else None
    if low is None and high is None:
        low = row.high
    ends = {"minValue": low, "maxValue": high}
    return {name: _number(end) for name, end in ends.items() if end is not None}


def _name(figure: Figure) -> str:
    row = figure.row
    kind = f"{row.get_component_display()}, {row.get_statistic_display().lower()}"
    return f"{figure.band.name}, {kind}"


def _number(amount: Decimal | None) -> int | float | None:
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _breadcrumbs(role: Role, url: str) -> Node:
    roles = absolute_url(reverse("roles:role_list"))
    steps = [(roles, "Roles"), (url, role.title)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": {"@type": "WebPage", "@id": address, "name": name},
            }
            for position, (address, name) in enumerate(steps, start=1)
        ],
    }


def _questions(page: RolePage, url: str) -> Node:
    names = {letter: source.display_name for letter, source in page.sources}
    return {
        "@type": "FAQPage",
        "@id": f"{url}#questions",
        "url": url,
        "mainEntity": [_question(one, names) for one in page.questions],
    }


def _question(question: Question, names: dict[str, str]) -> Node:
    """Return a question; where several sources answer, none is the accepted one."""
    answers = [
        {"@type": "Answer", "text": text, "citation": names[letter]}
        for letter, text in question.answers
    ]
    found: Node = {"@type": "Question", "name": question.question}
    if len(answers) == 1:
        return {**found, "acceptedAnswer": answers[0]}
    return {**found, "suggestedAnswer": answers}
