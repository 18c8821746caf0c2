"""From a sign-up to a skill that a mentor verified, over HTTP at a whole site."""

import re
from email import message_from_bytes, policy

from tests.platform.visitors import Visitor
from tests.platform.whole_site import wait_for

PASSWORD = "seven green herons"
STEP = "testing-python"
API = "/api/v1"


def sign_up(site, email):
    """Make an account as people do, with the mail that the worker sends."""
    visitor = Visitor(site.address)
    form = visitor.get("/accounts/signup/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
    sent = visitor.submit(
        "/accounts/signup/",
        csrfmiddlewaretoken=token,
        name="Amara Osei",
        email=email,
        password1=PASSWORD,
        is_old_enough="on",
        accepts_terms="on",
    )
    assert sent.status_code == 200, sent.text
    wait_for(lambda: confirmation(site, email))
    path = confirmation(site, email)
    visitor.get(path)
    assert visitor.submit(path).status_code == 200
    return Visitor(site.address, email, PASSWORD)


def confirmation(site, email):
    """Return the path of the link that was mailed to an address, if it was."""
    for path in (site.checkout / "var" / "mail").glob("*"):
        for part in path.read_bytes().split(b"-" * 79):
            mail = message_from_bytes(part.strip(), policy=policy.default)
            if mail["To"] == email:
                text = mail.get_body(("plain",)).get_content()
                found = re.search(r"https?://[^/]+(/accounts/confirm-email/\S+)", text)
                if found:
                    return found[1]
    return ""


def done(answer):
    """Return the JSON of an answer that has to be a good one."""
    assert answer.ok, f"{answer.request.method} {answer.url}: {answer.text[:500]}"
    return answer.json() if answer.content else None


def learn_and_review(learner, mentor):
    """Go from a target to a skill that a mentor verified; read after each change."""
    done(learner.patch(f"{API}/me/profile/", {"target_role": "ai-engineer"}))
    assert done(learner.get(f"{API}/me/profile/"))["target_role"] == "ai-engineer"
    done(learner.patch(f"{API}/me/skills/", {"levels": {"python": 3, "sql": 2}}))
    assert done(learner.get(f"{API}/me/gap/"))["coverage"] > 0

    step = begin_with_mentor(learner, mentor)
    assert done(learner.get(f"{step}/"))["state"] == "in_progress"
    done(learner.post(f"{step}/log-time/", {"minutes": 45}))
    done(learner.post(f"{step}/submit/", {"text": "Tests first, then the importer."}))
    assert done(learner.get(f"{step}/"))["state"] == "submitted"

    review_newest(mentor)
    assert done(learner.get(f"{step}/"))["state"] == "done"
    return [
        skill
        for skill in done(learner.get(f"{API}/me/skills/"))["results"]
        if skill["verified_level"]
    ]


def begin_with_mentor(learner, mentor):
    """Start a step that a mentor reviews, who accepted; return its address."""
    number = enroll(learner)
    token = token_of(invite(learner, number))
    done(mentor.post(f"{API}/invitations/{token}/accept/", {}))
    step = f"{API}/me/enrollments/{number}/steps/{STEP}"
    done(learner.post(f"{step}/start/", {"override": True}))
    return step


def enroll(learner):
    """Let somebody follow a roadmap; return the number by which it has its address."""
    started = done(learner.post(f"{API}/me/enrollments/", {"roadmap": "ai-engineer"}))
    return started["enrollment"]["id"]


def invite(learner, number):
    """Make a link that invites a mentor to see the steps of one roadmap."""
    asked = {"enrollments": [number], "scopes": ["steps"]}
    return done(learner.post(f"{API}/me/invitations/", asked))


def token_of(made):
    """Return the token in the address of a link that was made."""
    return made["url"].rstrip("/").rpartition("/")[2]


def review_newest(mentor):
    round_ = f"{API}/mentor/reviews/{approve_newest(mentor)}"
    done(mentor.post(f"{round_}/send-now/", {}))


def approve_newest(mentor):
    """Approve the newest round that waits, ten minutes from now; return its number."""
    queue = done(mentor.get(f"{API}/mentor/queue/?page_size=100"))["results"]
    number = next(one["id"] for one in reversed(queue) if one["step"] == STEP)
    round_ = f"{API}/mentor/reviews/{number}"
    read = done(mentor.get(f"{round_}/"))
    met = {one["key"]: {"verdict": "met"} for one in read["criteria"]}
    levels = {one["skill"]: one["level"] for one in read["taught"]}
    done(mentor.put(f"{round_}/", {"criteria": met, "skills": levels}))
    done(mentor.post(f"{round_}/decide/", {"decision": "approve"}))
    return number
