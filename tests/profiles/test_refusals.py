"""Limits of what people share, report and choose, and links that lead nowhere."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from profiles.models import Notice, ShareLink
from profiles.passwords import StaffLengthValidator
from profiles.services import (
    account_mail,
    leaving,
    notice_wishes,
    safety,
    sections,
    sharing,
    skills,
    tokens,
)
from profiles.services.mailing import send_digest, send_notice_mail
from profiles.services.notices import notify
from tests.factories.profiles import MentorshipFactory, StaffFactory
from tests.factories.roles import SkillFactory

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NOBODY = 0
pytestmark = pytest.mark.django_db


def refused_fields(act, **words):
    with pytest.raises(ValidationError) as refused:
        act(**words)
    return set(refused.value.message_dict)


def share(learner, **others):
    words = {"user": learner, "by": learner, "now": NOW, "sections": ["skills"]}
    return {**words, "days": 30, **others}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"sections": []}, "sections"),
        ({"sections": ["skills", "secrets"]}, "sections"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
        ({"label": "x" * 81}, "label"),
    ],
)
def test_a_link_that_cannot_be_shared_says_why(learner, wrong, field):
    assert refused_fields(sharing.share, **share(learner, **wrong)) == {field}
    assert not ShareLink.objects.exists()


def test_fifty_links_may_be_open_at_once(learner):
    ShareLink.objects.bulk_create(
        ShareLink(
            user=learner,
            sections=["skills"],
            token_hash=f"{number:064}",
            expires_at=NOW + timedelta(days=1),
        )
        for number in range(50)
    )
    assert refused_fields(sharing.share, **share(learner)) == {"sections"}

    link = ShareLink.objects.first()
    for _ in range(2):
        sharing.revoke_link(link=link, by=learner, now=NOW)

    assert sharing.share(**share(learner)).token


@pytest.mark.parametrize("text", ["  ", "x" * 2_001])
def test_a_report_says_what_happened_and_ends(learner, text):
    mentorship = MentorshipFactory(learner=learner)
    words = {"mentorship": mentorship, "by": learner, "now": NOW}

    assert refused_fields(safety.report_abuse, text=text, **words) == {"text"}


@pytest.mark.parametrize(
    "wish", [{"security": "off"}, {"unheard-of": "now"}, {"work_sent": "yearly"}]
)
def test_notices_are_chosen_from_what_is_offered(learner, wish):
    fields = refused_fields(notice_wishes.set_rhythms, user=learner, rhythms=wish)

    assert fields == set(wish)


def test_a_link_to_stop_mail_ends_with_its_account(learner):
    token = notice_wishes.unsubscribe_token(learner, "work_sent")
    learner.is_active = False
    learner.save()

    with pytest.raises(notice_wishes.UnknownUnsubscribeError):
        notice_wishes.read_unsubscribe(token)


def test_no_mail_goes_to_who_is_gone():
    assert not account_mail.send_reset_mail(user_id=NOBODY)
    assert not account_mail.send_known_address_mail(user_id=NOBODY)
    assert not account_mail.send_confirmation_mail(address_id=NOBODY)
    assert not send_digest(user_id=NOBODY, rhythm="daily", now=NOW)
    assert mail.outbox == []


def test_a_skill_that_nobody_holds_has_no_evidence_to_take_away(learner):
    assert not skills.remove_evidence(
        user=learner,
        skill=SkillFactory(),
        kind="step",
        reference="python",
        by=learner,
        now=NOW,
    )


def test_a_time_zone_is_one_of_the_list(client, learner):
    client.force_login(learner)

    answer = client.patch(
        "/api/v1/me/profile/", {"time_zone": "Mars/Base"}, "application/json"
    )

    assert answer.status_code == 400
    assert "time_zone" in answer.json()


def test_people_who_keep_the_content_need_15_characters():
    editor = StaffFactory.build(verified=None, profile=None, second_factor=None)
    asked = StaffLengthValidator()

    asked.validate("fifteen letters", editor)
    with pytest.raises(ValidationError, match=asked.get_help_text()):
        asked.validate("fourteen signs", editor)


def test_a_notice_of_safety_is_mailed_at_once_and_has_no_link_to_stop_it(learner):
    words = {"user": learner, "url": "", "now": NOW}
    for kind in (Notice.Kind.SECURITY, Notice.Kind.COMMENT):
        notice = notify(key=f"one/{kind}", kind=kind, text="Something.", **words)
        send_notice_mail(notice_id=notice.pk, now=NOW)

    safety_mail, other_mail = mail.outbox
    assert "List-Unsubscribe" not in safety_mail.extra_headers
    assert "List-Unsubscribe" in other_mail.extra_headers


def test_a_token_revoked_twice_keeps_its_first_day(learner):
    token = tokens.make_token(
        user=learner, name="Mine", scope="read", days=30, by=learner, now=NOW
    ).token

    for day in range(2):
        now = NOW + timedelta(days=day)
        tokens.revoke_token(token=token, by=learner, now=now)

    token.refresh_from_db()
    assert token.revoked_at == NOW


def test_more_claims_than_a_page_holds_are_refused(client, learner):
    client.force_login(learner)
    levels = {f"skill-{number}": 1 for number in range(501)}

    answer = client.patch("/api/v1/me/skills/", {"levels": levels}, "application/json")

    assert answer.status_code == 400
    assert "levels" in answer.json()


def test_who_leaves_is_seen_by_nobody_else(learner, other_learner):
    leaving.leave(user=learner, now=NOW)
    learner.refresh_from_db()

    assert not sections.view_for(learner, other_learner).sections
    assert not sections.view_for(learner, None).sections
