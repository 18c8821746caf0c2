"""Texts that would run where the site says again what it was sent: pages and mail."""

from collections import Counter
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.utils import timezone

from profiles.models import MentorInvitation, Notice, User
from profiles.models.notice import Rhythm
from profiles.services import invitations, mailing
from tests.browser.payloads import ADDRESSES, PAYLOADS
from tests.browser.test_accessibility import LEARNER, VISITOR
from tests.browser.test_hostile_texts import COUNT_RUNS, NODES
from tests.browser.test_hostile_texts import page_of as page_of

pytestmark = pytest.mark.assure(id="S26")

# Each form with the fields that a text is typed into, the first of them for the token.
FORMS = {
    VISITOR: {
        "/accounts/login/": ["login"],
        "/accounts/signup/": ["name", "email"],
        "/accounts/password/reset/": ["email"],
        "/report/": ["text", "about", "email"],
    },
    LEARNER: {
        "/me/profile/": ["name", "headline", "handle", "time_zone"],
        "/me/projects/add/": ["summary", "outcome", "url"],
        "/me/experience/work/add/": ["position", "url", "started"],
        "/me/postings/": ["text"],
        "/me/mentors/invitations/": ["email", "message"],
    },
}
SAID_AGAIN = {
    VISITOR: [
        "/search/?q={}",
        "/roles/?q={}",
        "/skills/?q={}",
        "/interview/?q={}",
        "/compare/?roles={}",
        "/pay/?role={}",
        "/gap/?role={}",
        "/report/?about={}",
        "/accounts/login/?next={}",
        "/{}/",
        "/roles/{}/",
        "/api/v1/roles/?{}=1",
        "/api/v1/roles/{}/",
    ],
    LEARNER: ["/search/?q={}", "/me/skills/?q={}", "/me/roadmaps/{}/"],
}
# What has to stand at the start of an address is sent alone, the rest four at a time.
TOGETHER = 4
OTHERS = [one for one in PAYLOADS if one not in ADDRESSES]
TEXTS = [
    *ADDRESSES,
    *(
        " ".join(OTHERS[first : first + TOGETHER])
        for first in range(0, len(OTHERS), TOGETHER)
    ),
]
# Ends with a number: a function in its place would be called.
START_COUNTING = f"{COUNT_RUNS} 0"
SEND = f"""async ([page, tries]) => {{
  const nodes = {NODES};
  const told = [];
  const form = await (await fetch(page)).text();
  const token = new DOMParser().parseFromString(form, "text/html")
    .querySelector("[name=csrfmiddlewaretoken]").value;
  for (const {{address, fields}} of tries) {{
    const body = new URLSearchParams({{...fields, csrfmiddlewaretoken: token}});
    const answer = await fetch(address, fields ? {{method: "POST", body}} : {{}});
    const text = await answer.text();
    const isPage = (answer.headers.get("Content-Type") ?? "").includes("html");
    told.push([answer.status, isPage ? nodes(text).slice(0, 3) : []]);
  }}
  return told;
}}"""


def tries_of(person, text):
    """Return what one person sends with a text: addresses, then forms."""
    return [
        {"address": way.format(quote(text, safe="")), "fields": None}
        for way in SAID_AGAIN[person]
    ] + [
        {"address": form, "fields": dict.fromkeys(fields, text)}
        for form, fields in FORMS[person].items()
    ]


def test_what_is_said_again_stays_a_text(demo, page_of, figure):
    problems, statuses = {}, Counter()
    for person in FORMS:
        page, form = page_of(person), next(iter(FORMS[person]))
        for text in TEXTS:
            cache.clear()  # the counters, which would soon answer everything
            tries = tries_of(person, text)
            told = page.evaluate(SEND, [form, tries])
            for one, (status, found) in zip(tries, told, strict=True):
                statuses[status] += 1
                if found or status >= 500:
                    problems[one["address"], text] = (status, found)

    figure(
        f"{len(PAYLOADS)} texts in {sum(map(len, SAID_AGAIN.values()))} kinds of"
        f" addresses and {sum(map(len, FORMS.values()))} forms: answers"
        f" {dict(sorted(statuses.items()))}, parsed by a browser: {len(problems)} with"
        f" a node that would run"
    )
    assert problems == {}
    assert {200, 404, 422} <= set(statuses) <= {200, 400, 404, 422}


def mail_everything(number, text, now):
    """Write a text wherever a mail says it again, and send mail of each such kind."""
    learner = User.objects.get(email=LEARNER)
    User.objects.filter(pk=learner.pk).update(name=text[:80])
    invitation = MentorInvitation.objects.create(
        learner=learner,
        email=f"mentor-{number}@example.org",
        message=text,
        token_hash=f"{number}",
        expires_at=now + timedelta(days=9),
    )
    invitations.send_invitation_mail(invitation_id=invitation.pk, now=now)
    for rhythm in (Rhythm.NOW, Rhythm.DAILY):
        notice = Notice.objects.create(
            user=learner,
            key=f"{number} {rhythm}",
            kind=Notice.Kind.COMMENT,
            text=text[:280],
            created_at=now - timedelta(days=2),
            mail=rhythm,
        )
        if rhythm == Rhythm.NOW:
            mailing.send_notice_mail(notice_id=notice.pk, now=now)
    mailing.send_digest(user_id=learner.pk, rhythm=Rhythm.DAILY, now=now)


def test_mail_shows_texts_as_texts(demo, page_of, mailoutbox, figure):
    page, now = page_of(VISITOR), timezone.now()
    for number, text in enumerate(PAYLOADS):
        mail_everything(number, text, now)
    parts = [content for one in mailoutbox for content, _ in one.alternatives]

    problems = [said for part in parts for said in page.evaluate(f"({NODES})", part)]
    runs = 0
    for part in parts[:: len(parts) // 100]:
        page.evaluate(START_COUNTING)
        page.set_content(part, wait_until="load")
        runs += page.evaluate("window.ran")

    subjects = {one.subject for one in mailoutbox}
    figure(
        f"{len(parts)} mails of 3 kinds with {len(PAYLOADS)} texts, their HTML parsed"
        f" by a browser: {len(problems)} nodes that would run, {runs} executions"
    )
    assert len(parts) == 3 * len(PAYLOADS)
    assert not any("\n" in one for one in subjects)
    assert problems == []
    assert runs == 0


def test_the_same_texts_run_where_nothing_stops_them(demo, page_of, figure):
    page = page_of(VISITOR)

    seen = [text for text in PAYLOADS if page.evaluate(f"({NODES})", text)]
    ran = []
    for text in PAYLOADS:
        page.evaluate(START_COUNTING)
        page.set_content(f"<title>a</title><p>{text}", wait_until="load")
        page.wait_for_timeout(50)
        ran += [text] * bool(page.evaluate("window.ran"))

    figure(
        f"of {len(PAYLOADS)} texts put into a page as they are, {len(seen)} were seen"
        f" as nodes and {len(ran)} ran at once"
    )
    assert len(seen) >= 70
    assert len(ran) >= 20
