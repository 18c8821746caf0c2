import logging
import smtplib
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import transaction

from careersite.common.redaction import RedactTokens
from profiles.models import MentoringEvent, MentorInvitation, Mentorship
from profiles.services import invitations, mentoring
from profiles.services.invitations import (
    InvitationGoneError,
    SelfInvitationError,
    TooManyInvitationsError,
)
from tests.factories.profiles import UserFactory

ASKED = {"scopes": ["steps", "profile"], "message": "Would you look at my work?"}


def invite(by, now, email=""):
    return invitations.invite(by=by, email=email, now=now, **ASKED)


def mailed_token(now):
    waiting = MentorInvitation.objects.filter(mailed_at=None).get()
    invitations.send_invitation_mail(invitation_id=waiting.pk, now=now)
    return mail.outbox[-1].body.partition("/invitations/")[2].partition("/")[0]


def test_a_copied_link_keeps_only_the_hash_of_its_token(learner, now):
    invited = invite(learner, now)

    assert len(invited.token) == 43
    assert invited.invitation.token_hash != invited.token
    assert invitations.find_invitation(token=invited.token, now=now)


def test_a_mailed_invitation_tells_nobody_but_the_mail_its_token(learner, now, queued):
    invited = invite(learner, now, "ines@example.com")

    assert invited.token == ""
    assert queued("profiles.send_invitation_mail") == [
        {"invitation_id": invited.invitation.pk}
    ]
    assert invitations.find_invitation(token=mailed_token(now), now=now)
    assert mail.outbox[0].to == ["ines@example.com"]


def test_an_invitation_is_mailed_once(learner, now):
    invited = invite(learner, now, "ines@example.com")

    first, second = (
        invitations.send_invitation_mail(invitation_id=invited.invitation.pk, now=now)
        for _ in range(2)
    )

    assert (first, second, len(mail.outbox)) == (True, False, 1)


def test_a_failing_mail_server_leaves_the_invitation_to_be_mailed_later(
    learner, now, monkeypatch
):
    invited = invite(learner, now, "ines@example.com")
    backend = "django.core.mail.backends.locmem.EmailBackend.send_messages"

    def refuse(*args):
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as away:
        away.setattr(backend, refuse)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            invitations.send_invitation_mail(
                invitation_id=invited.invitation.pk, now=now
            )

    assert MentorInvitation.objects.get().status == "pending"
    assert invitations.send_invitation_mail(
        invitation_id=invited.invitation.pk, now=now
    )


def test_the_job_vanishes_with_the_invitation_that_failed(learner, now, queued):
    with transaction.atomic():
        invite(learner, now, "ines@example.com")
        transaction.set_rollback(True)

    assert queued("profiles.send_invitation_mail") == []


@pytest.mark.parametrize("gone", ["shut out", "leaving"])
def test_nobody_is_asked_by_whom_is_gone(learner, mentor, now, gone):
    copied = invite(learner, now)
    mailed = invite(learner, now, "ines@example.com")
    learner.is_active = gone != "shut out"
    learner.leaving_at = now if gone == "leaving" else None
    learner.save()

    with pytest.raises(InvitationGoneError):
        invitations.find_invitation(token=copied.token, now=now)
    with pytest.raises(InvitationGoneError):
        invitations.accept_invitation(token=copied.token, by=mentor, now=now)
    is_sent = invitations.send_invitation_mail(
        invitation_id=mailed.invitation.pk, now=now
    )
    assert (is_sent, mail.outbox) == (False, [])
    assert not Mentorship.objects.exists()


def test_nobody_invites_themselves(learner, now):
    EmailAddress.objects.create(user=learner, email="second@example.com")

    for own in ("LEARNER@example.com", "second@example.com"):
        with pytest.raises(SelfInvitationError):
            invite(learner, now, own)


def test_the_same_person_asked_again_gives_the_waiting_invitation(learner, now):
    first = invite(learner, now, "ines@example.com")

    second = invite(learner, now, "Ines@Example.com")

    assert (second.invitation, second.is_new) == (first.invitation, False)
    assert MentoringEvent.objects.count() == 1


def test_a_person_may_be_asked_again_after_the_invitation_expired(learner, now):
    invite(learner, now, "ines@example.com")

    second = invite(learner, now + timedelta(days=15), "ines@example.com")

    assert second.is_new
    assert sorted(MentorInvitation.objects.values_list("status", flat=True)) == [
        "expired",
        "pending",
    ]


def test_more_than_ten_waiting_invitations_are_refused(learner, now):
    for _ in range(10):
        invite(learner, now)

    with pytest.raises(TooManyInvitationsError) as refused:
        invite(learner, now)

    assert refused.value.retry_after == 14 * 24 * 3600


def test_more_than_twenty_invitations_a_day_are_refused(learner, now):
    for _ in range(20):
        invited = invite(learner, now)
        invitations.revoke_invitation(
            invitation=invited.invitation, by=learner, now=now
        )

    with pytest.raises(TooManyInvitationsError) as refused:
        invite(learner, now + timedelta(hours=1))
    assert refused.value.retry_after == 23 * 3600
    assert invite(learner, now + timedelta(hours=25)).is_new


def test_accepting_makes_one_mentorship_with_the_offered_scopes(learner, mentor, now):
    token = invite(learner, now).token

    accepted = invitations.accept_invitation(token=token, by=mentor, now=now)
    mentorship = mentoring.begin_mentorship(invitation=accepted, now=now)

    assert (mentorship.learner, mentorship.mentor) == (learner, mentor)
    assert mentorship.scopes == ["steps", "profile"]


def test_an_invitation_works_once(learner, mentor, other_learner, now):
    token = invite(learner, now).token
    invitations.accept_invitation(token=token, by=mentor, now=now)

    for person in (mentor, other_learner):
        with pytest.raises(InvitationGoneError):
            invitations.accept_invitation(token=token, by=person, now=now)


def test_a_second_invitation_widens_the_same_mentorship(learner, mentor, now):
    first = invitations.accept_invitation(
        token=invite(learner, now).token, by=mentor, now=now
    )
    before = mentoring.begin_mentorship(invitation=first, now=now)
    wider = invitations.invite(
        by=learner, email="", scopes=["notes"], message="", now=now
    )

    second = invitations.accept_invitation(token=wider.token, by=mentor, now=now)
    after = mentoring.begin_mentorship(invitation=second, now=now)

    assert after == before
    assert after.scopes == ["steps", "notes", "profile"]


def test_an_expired_a_revoked_and_an_unknown_link_look_alike(learner, mentor, now):
    expired, revoked = invite(learner, now).token, invite(learner, now)
    invitations.revoke_invitation(invitation=revoked.invitation, by=learner, now=now)
    late = now + timedelta(days=14)

    for token, moment in ((expired, late), (revoked.token, now), ("x" * 43, now)):
        with pytest.raises(InvitationGoneError):
            invitations.accept_invitation(token=token, by=mentor, now=moment)


def test_the_learner_cannot_accept_the_own_link(learner, now):
    token = invite(learner, now).token

    with pytest.raises(SelfInvitationError):
        invitations.accept_invitation(token=token, by=learner, now=now)


def test_a_mailed_invitation_cannot_be_accepted_by_somebody_else(
    learner, other_learner, now
):
    invite(learner, now, "ines@example.com")
    token = mailed_token(now)

    with pytest.raises(InvitationGoneError):
        invitations.accept_invitation(token=token, by=other_learner, now=now)


def test_opening_the_mailed_link_and_accepting_verifies_the_address(learner, now):
    ines = UserFactory(email="ines@private.example")
    EmailAddress.objects.create(user=ines, email="ines@example.com", verified=False)
    invite(learner, now, "ines@example.com")

    invitations.accept_invitation(token=mailed_token(now), by=ines, now=now)

    assert EmailAddress.objects.get(email="ines@example.com").verified


def test_declining_closes_the_invitation_without_a_mentorship(learner, mentor, now):
    token = invite(learner, now).token

    invitations.decline_invitation(token=token, by=mentor, now=now)

    assert MentorInvitation.objects.get().status == "declined"
    assert not Mentorship.objects.exists()


def test_revoking_twice_leaves_one_event(learner, now):
    invitation = invite(learner, now).invitation

    for _ in range(2):
        invitations.revoke_invitation(invitation=invitation, by=learner, now=now)

    actions = MentoringEvent.objects.values_list("action", flat=True)
    assert sorted(actions) == ["invited", "revoked"]


def test_the_sweep_expires_what_nobody_answered(learner, now):
    invite(learner, now)

    assert invitations.expire_invitations(now=now + timedelta(days=13)) == 0
    assert invitations.expire_invitations(now=now + timedelta(days=14)) == 1
    assert MentoringEvent.objects.filter(action="expired", actor_id=None).exists()


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("Not Found: %s", ("/invitations/{}/",)),
        ('"%s" %s %s', ("GET /invitations/{}/ HTTP/1.1", "404", "12")),
        ("%(r)s", ({"r": "GET /accounts/login/?next=%2Finvitations%2F{}%2F"},)),
    ],
)
def test_no_log_line_holds_a_token(message, args):
    token = "a" * 43
    filled = tuple(
        {key: value.format(token) for key, value in one.items()}
        if isinstance(one, dict)
        else one.format(token)
        for one in args
    )
    record = logging.LogRecord("n", logging.INFO, "", 0, message, filled, None)

    RedactTokens().filter(record)

    assert token not in record.getMessage()
    assert "invitations" in record.getMessage()
