"""What the findings of a framework add to drafts, row by row."""

import textwrap
from collections import Counter
from typing import Any

from django.utils.text import slugify

from roles.frameworks import Concept, Findings, FrameworkError, Mention, Technology
from roles.frameworks.parts import NAME_MAX
from roles.models import (
    CareerMove,
    ExternalCode,
    Role,
    RoleAlias,
    Skill,
    SkillAlias,
    SkillCategory,
    SkillMention,
    Source,
    SourceFamily,
    Tool,
    ToolMention,
)
from roles.services.frameworks.known import (
    Known,
    first_codes,
    free_slug,
    telling_slug,
)
from roles.services.frameworks.lines import Lines
from roles.services.frameworks.sources import SOURCES
from roles.services.frameworks.writing import Json, find

SUMMARY_MAX, LEAD_MAX, TITLE_MAX, LABEL_MAX = 90, 200, 200, 40
SLUG_MAX, KEY_MAX, OLD_KEY_MAX = 80, 76, 70
TOOL_SLUG_MAX = 50


class Planner(Lines):
    """Finds what is missing; what is there is never overwritten.

    Fields of roles and skills are written for new ones only. Of what exists, rows
    are added: other names, mentions, technologies, moves. What the framework itself
    said before and says otherwise now is updated in the draft.
    """

    def __init__(self, findings: Findings, *, source: str, category: str) -> None:
        super().__init__()
        self.findings, self.source, self.category = findings, source, category
        self._roles = Known(Role, "title")
        self._skills = Known(Skill, "name")
        schemes = {one.scheme for one in findings.occupations.values()}
        self._first_codes = first_codes(schemes)
        self._tools = {tool.name.casefold(): tool.slug for tool in Tool.objects.all()}
        self._tool_slugs = set(self._tools.values())
        self._names: dict[tuple[Any, str], set[str]] = {}

    def plan(self) -> None:
        """Fill `rows`, `left` and `unchanged`; raises FrameworkError."""
        self._plan_source()
        roles = self._matched(self.findings.occupations, self._roles)
        skills = self._matched(self.findings.skills, self._skills)
        self._plan_role_names(roles)
        self._plan_skill_names(skills)
        self._plan_mentions(roles, skills)
        for technology in self.findings.technologies:
            for role in roles.get(technology.occupation, []):
                self._plan_technology(role, technology)
        for code, other, place in self.findings.related:
            for role in roles.get(code, []):
                for to_role in sorted({*roles.get(other, [])} - {role}):
                    self._plan_move(role, to_role, other, place)

    def _plan_source(self) -> None:
        about = SOURCES[self.source]
        family: Json = {"slug": self.source}
        if not SourceFamily.objects.filter(**family).exists():
            self.create(SourceFamily, "", family, {"name": about.title}, about.title)
        if Source.objects.filter(slug=self.source).exists():
            return
        values = {
            "family": self.source,
            "title": about.title,
            "publisher": about.publisher,
            "url": about.url,
            "gives": about.gives,
            "oddities": about.terms,
        }
        self.create(Source, "", {"slug": self.source}, values, about.title)

    def _matched(
        self, concepts: dict[str, Concept], known: Known
    ) -> dict[str, list[str]]:
        """Return the slugs of ours for each concept; plan what is new, and codes."""
        found: dict[str, list[str]] = {}
        for code, concept in concepts.items():
            slugs = known.slugs_of(concept)
            if not slugs and self._is_unfit(concept):
                continue
            found[code] = slugs or [self._plan_new(concept, known)]
            self._plan_code(concept, known.column, found[code])
        return found

    def _is_unfit(self, concept: Concept) -> bool:
        fits = 0 < len(concept.title) <= NAME_MAX and slugify(concept.title)
        if not fits:
            name = concept.title[:NAME_MAX] or "Something without a name"
            self.left.append(f"{concept.place}: “{name}” cannot be a name here.")
        return not fits

    def _plan_new(self, concept: Concept, known: Known) -> str:
        slug = known.free_slug(concept.title)
        values = {known.name_field: concept.title}
        if known.model is Role:
            text = concept.description or concept.title
            values["summary"] = textwrap.shorten(text, SUMMARY_MAX, placeholder=" …")
            values["lead"] = textwrap.shorten(text, LEAD_MAX, placeholder=" …")
            values["body"] = concept.description
        else:
            values["category"] = self._category()
            values["description"] = concept.description
        self.create(known.model, "", {"slug": slug}, values, concept.place)
        known.add(concept.title, slug)
        self.expect_new(known.model, slug)
        return slug

    def _category(self) -> str:
        if not SkillCategory.objects.filter(code=self.category).exists():
            raise FrameworkError(f"There is no family of skills “{self.category}”.")
        return self.category

    def _plan_code(self, concept: Concept, column: str, slugs: list[str]) -> None:
        key = {"scheme": concept.scheme, "code": concept.code}
        code = ExternalCode.objects.filter(**key).first()
        if code is None:
            values = {
                "title": concept.title[:TITLE_MAX],
                "uri": concept.uri,
                column: sorted(slugs),
            }
            self.create(ExternalCode, "", key, values, concept.place)
        else:
            self.update(code, "", key, {column: sorted(slugs)}, concept.place)

    def _plan_role_names(self, roles: dict[str, list[str]]) -> None:
        """Plan other titles; one that means several occupations is only related."""
        concepts = self.findings.occupations
        names = {code: [one.title, *one.aliases] for code, one in concepts.items()}
        shared = Counter(name.casefold() for own in names.values() for name in own)
        for code, slugs in roles.items():
            for slug in slugs:
                for name in names[code]:
                    is_own = shared[name.casefold()] == 1
                    self._plan_role_name(slug, name, concepts[code].place, is_own)

    def _plan_role_name(self, slug: str, name: str, place: str, is_own: bool) -> None:  # noqa: FBT001
        if self._has_name(RoleAlias, slug, name) or len(name) > NAME_MAX:
            self.unchanged += 1
            return
        others = self._roles.by_name.get(name.casefold(), slug) != slug
        kind = RoleAlias.Kind.ALIAS if is_own and not others else RoleAlias.Kind.RELATED
        values = {"kind": kind.value, "source": self.source}
        self.add(RoleAlias, slug, {"name": name}, values, place)
        self._names[RoleAlias, slug].add(name.casefold())

    def _plan_skill_names(self, skills: dict[str, list[str]]) -> None:
        """Plan other names of skills, each of which leads to one skill only."""
        for code, slugs in skills.items():
            concept = self.findings.skills[code]
            for name in [concept.title, *concept.aliases]:
                self._plan_skill_name(slugs[0], name, concept.place)

    def _plan_skill_name(self, slug: str, name: str, place: str) -> None:
        holder = self._skills.by_name.get(name.casefold())
        if holder == slug or self._has_name(SkillAlias, slug, name):
            self.unchanged += 1
        elif holder:
            self.left.append(f"{place}: “{name}” is a name of {holder} already.")
        elif self.add(SkillAlias, slug, {"name": name}, {}, place):
            self._skills.by_name[name.casefold()] = slug

    def _has_name(self, model: Any, slug: str, name: str) -> bool:
        """Whether a role or skill, or its draft, is called so."""
        known = self._roles if model is RoleAlias else self._skills
        if known.titles.get(slug, "").casefold() == name.casefold():
            return True
        if (model, slug) not in self._names:
            target = self.target(known.model, slug)
            rows = model.everything.filter(**{model.parent_field: target})
            names = rows.values_list("name", flat=True) if target else []
            self._names[model, slug] = {one.casefold() for one in names}
        return name.casefold() in self._names[model, slug]

    def _plan_mentions(
        self, roles: dict[str, list[str]], skills: dict[str, list[str]]
    ) -> None:
        for mention in self.findings.mentions:
            for role in roles.get(mention.occupation, []):
                for number, skill in enumerate(skills.get(mention.skill, [])):
                    end = f"-{number + 1}" if number else ""
                    self._plan_mention(role, skill, end, mention)

    def _plan_mention(self, role: str, skill: str, end: str, mention: Mention) -> None:
        values = {
            "skill": skill,
            "as_printed": self.findings.skills[mention.skill].title[:NAME_MAX],
            "category_label": mention.category[:NAME_MAX],
            "importance_label": mention.label[:LABEL_MAX],
            "importance": mention.importance,
        }
        both = slugify(f"{mention.skill} {mention.occupation}")
        own = {"source": self.source, "key": both[:KEY_MAX] + end}
        old = own | {"key": slugify(mention.skill)[:OLD_KEY_MAX] + end}
        key = self._key(SkillMention, role, mention.occupation, own, old)
        self.add(SkillMention, role, key, values, mention.place)

    def _key(self, model: Any, role: str, code: str, own: Json, old: Json) -> Json:
        """Return the key of what the occupation `code` says of a role.

        What was imported before has an `old` key, without the occupation: it is of
        the one that stood for the role first.
        """
        target = self.target(Role, role)
        if target is None or self._first_codes.get(role, code) != code:
            return own
        has_old = not find(model, target, own) and find(model, target, old)
        return old if has_old else own

    def _plan_technology(self, role: str, technology: Technology) -> None:
        """Name a skill where we hold the technology as one, else a tool."""
        slug = slugify(technology.name)
        if not slug:
            text = f"{technology.place}: “{technology.name}” cannot be a name here."
            self.left.append(text)
            return
        skill = self._skills.by_name.get(technology.name.casefold())
        if skill is not None:
            values = {
                "skill": skill,
                "as_printed": technology.name,
                "category_label": technology.group,
                "importance_label": technology.note,
            }
            key = self._technology_key(SkillMention, role, technology)
            self.add(SkillMention, role, key, values, technology.place)
            return
        values = {
            "tool": self._tool(technology),
            "as_printed": technology.name,
            "tile_group": technology.group,
            "note": technology.note,
        }
        key = self._technology_key(ToolMention, role, technology)
        self.add(ToolMention, role, key, values, technology.place)

    def _technology_key(self, model: Any, role: str, technology: Technology) -> Json:
        start, end = "technology-", f"-{slugify(technology.occupation)}"
        name = telling_slug(technology.name, SLUG_MAX - len(start) - len(end))
        own = {"source": self.source, "key": start + name + end}
        # Several names had one old key, so that the name is asked for as well.
        old_key = f"{start}{slugify(technology.name)}"[:SLUG_MAX]
        old = own | {"key": old_key, "as_printed": technology.name}
        return self._key(model, role, technology.occupation, own, old)

    def _tool(self, technology: Technology) -> str:
        name = technology.name.casefold()
        if name not in self._tools:
            slug = free_slug(name, self._tool_slugs, TOOL_SLUG_MAX)
            values = {"name": technology.name, "kind": Tool.Kind.OTHER.value}
            self.create(Tool, "", {"slug": slug}, values, technology.place)
            self._tools[name] = slug
            self._tool_slugs.add(slug)
        return self._tools[name]

    def _plan_move(self, role: str, to_role: str, code: str, place: str) -> None:
        title = self.findings.occupations[code].title[:NAME_MAX]
        key = {"role": role, "key": f"{self.source}-{to_role}"[:SLUG_MAX]}
        values = {
            "kind": CareerMove.Kind.SIMILAR.value,
            "to_role": to_role,
            "to_label": title,
            "as_printed": title,
            "published_in": self.source,
        }
        move = find(CareerMove, None, key)
        if move is None:
            self.create(CareerMove, "", key, values, place)
        else:
            self.unchanged += 1
