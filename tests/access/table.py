"""Every address with who may use it. A new route needs a row here.

A row: the route's name, who may, which methods it offers, and what stands in the
path, and for some in a form (names of `World.values`, or after `=` the value).
"""

from typing import NamedTuple

EVERYBODY = "everybody"  # signed in or not
GUESTS = "guests"  # a form for whoever is not signed in; others are sent on
SIGNED_IN = "signed in"  # each sees only what is theirs
OWNER = "owner"  # the one to whom it belongs; 404 for all others
OWNER_AND_MENTOR = "owner and mentor"  # also whoever reviews it; 404 for others
PARTIES = "owner and former mentor"  # both sides of what ended; 404 for others
UNBLOCKED = "unblocked"  # all but whom the mentor blocks
INVITED = "invited"  # visitors and those invited; one page of 404 for others
ASKED = "asked"  # as above, but only signed in
UNBLOCKED_PERSON = "unblocked person"  # signed in, and not blocked
MENTOR = "mentor"  # an active mentor of the owner; 404 for all others
EDITORS = "editors"  # staff at the desk
OPERATORS = "operators"  # superusers

GET = ("GET", "HEAD", "OPTIONS")
PAGE = ("GET", "HEAD")
FORM = ("GET", "HEAD", "POST")
POST = ("POST",)

TEXT_PAGES = ("about", "privacy", "terms", "accessibility", "contact")


class Row(NamedTuple):
    """One address."""

    name: str
    who: str
    methods: tuple[str, ...]
    path: dict[str, str] = {}
    body: dict[str, str] = {}


SHELL = [
    Row("home", EVERYBODY, PAGE),
    Row("search", EVERYBODY, PAGE),
    Row("theme_set", EVERYBODY, POST),
    Row("shortcuts_set", EVERYBODY, POST),
    Row("country_set", EVERYBODY, POST),
    Row("styleguide", EVERYBODY, PAGE),
    *(Row(name, EVERYBODY, PAGE) for name in TEXT_PAGES),
    Row("gap", EVERYBODY, PAGE),
    Row("my_gap", SIGNED_IN, PAGE),
    Row("posting_read", SIGNED_IN, FORM),
    Row("healthz", EVERYBODY, PAGE),
    Row("readyz", EVERYBODY, PAGE),
    Row("metrics", OPERATORS, PAGE),
    Row("robots", EVERYBODY, PAGE),
    Row("feed", EVERYBODY, PAGE),
    Row("sitemap", EVERYBODY, PAGE),
]

CONTENT = [
    Row("roles:role_list", EVERYBODY, PAGE),
    Row("roles:role_detail", EVERYBODY, PAGE, {"slug": "role"}),
    Row("roles:role_pay_csv", EVERYBODY, PAGE, {"slug": "role"}),
    Row("roles:compare", EVERYBODY, PAGE),
    Row("roles:compare_tray", EVERYBODY, POST),
    Row("roles:pay_list", EVERYBODY, PAGE),
    Row("roles:pay_csv", EVERYBODY, PAGE),
    Row("roles:skill_list", EVERYBODY, PAGE),
    Row("roles:skill_detail", EVERYBODY, PAGE, {"slug": "skill"}),
    Row("roles:certification_list", EVERYBODY, PAGE),
    Row("roles:certification_detail", EVERYBODY, PAGE, {"slug": "certification"}),
    Row("roles:interview_list", EVERYBODY, PAGE),
    Row(
        "roles:interview_question",
        EVERYBODY,
        PAGE,
        {"slug": "asked_role", "key": "question_key"},
    ),
    Row("roles:quiz", EVERYBODY, PAGE),
    Row("roles:quiz_result", EVERYBODY, PAGE),
    Row("roles:preview", EVERYBODY, PAGE, {"token": "preview"}),
    Row("roles:report", EVERYBODY, FORM),
    Row("roles:report_thanks", EVERYBODY, PAGE),
    Row("roles:source_list", EVERYBODY, PAGE),
    Row("roles:source_detail", EVERYBODY, PAGE, {"slug": "source"}),
    Row("roadmaps:preview", EVERYBODY, PAGE, {"token": "next_version"}),
    Row(
        "roadmaps:preview_step",
        EVERYBODY,
        PAGE,
        {"token": "next_version", "key": "step"},
    ),
    Row("roadmaps:roadmap_list", EVERYBODY, PAGE),
    Row("roadmaps:roadmap_detail", EVERYBODY, PAGE, {"slug": "roadmap"}),
    Row(
        "roadmaps:roadmap_step",
        EVERYBODY,
        PAGE,
        {"slug": "roadmap", "key": "step"},
    ),
]

PROFILE = [
    Row("profiles:profile_edit", SIGNED_IN, FORM),
    Row("profiles:target_set", SIGNED_IN, POST, {}, {"role": "role"}),
    Row("profiles:resume_import", SIGNED_IN, FORM),
    Row("profiles:resume_export", SIGNED_IN, PAGE),
    Row("profiles:settings", SIGNED_IN, PAGE),
    Row("profiles:skill_list", SIGNED_IN, FORM),
    Row("profiles:skill_detail", OWNER, PAGE, {"slug": "skill"}),
    Row("profiles:project_list", SIGNED_IN, PAGE),
    Row("profiles:project_add", SIGNED_IN, FORM),
    Row("profiles:project_edit", OWNER, FORM, {"pk": "project"}),
    Row("profiles:project_delete", OWNER, FORM, {"pk": "project"}),
    Row("profiles:certification_list", SIGNED_IN, PAGE),
    Row("profiles:certification_add", SIGNED_IN, FORM),
    Row("profiles:certification_edit", OWNER, FORM, {"pk": "earned"}),
    Row("profiles:certification_delete", OWNER, FORM, {"pk": "earned"}),
    Row("profiles:experience_list", SIGNED_IN, PAGE),
    Row("profiles:experience_add", SIGNED_IN, FORM, {"kind": "=work"}),
    Row("profiles:experience_edit", OWNER, FORM, {"kind": "=work", "pk": "work"}),
    Row(
        "profiles:experience_delete",
        OWNER,
        FORM,
        {"kind": "=education", "pk": "education"},
    ),
    Row("profiles:notice_list", SIGNED_IN, PAGE),
    Row("profiles:notice_read_all", SIGNED_IN, POST),
    Row("profiles:notice_read", OWNER, POST, {"pk": "notice"}),
    Row("profiles:notice_wishes_edit", SIGNED_IN, FORM),
    Row("profiles:notice_unsubscribe", EVERYBODY, FORM, {"token": "unsubscribe"}),
]

PRACTICE = [
    Row("profiles:quiz_result_list", SIGNED_IN, PAGE),
    Row("profiles:quiz_result_keep", SIGNED_IN, POST),
    Row("profiles:quiz_result_delete", OWNER, FORM, {"pk": "quiz_result"}),
    Row("roadmaps:practice", SIGNED_IN, PAGE),
    Row(
        "roadmaps:practice_mark",
        SIGNED_IN,
        POST,
        {"pk": "question"},
        {"mark": "=know"},
    ),
    Row("roadmaps:practice_undo", SIGNED_IN, POST),
    Row("api:quiz", EVERYBODY, GET),
    Row("api:quiz_ranking", EVERYBODY, GET),
    Row("api:my_quiz_result-list", SIGNED_IN, (*GET, "POST")),
    Row("api:my_quiz_result-detail", OWNER, (*GET, "DELETE"), {"pk": "quiz_result"}),
    Row("api:my_practice", SIGNED_IN, GET),
    Row("api:my_interview_mark-list", SIGNED_IN, (*GET, "POST")),
    Row("api:my_interview_undo", SIGNED_IN, ("POST", "OPTIONS")),
]

TOKENS = [
    Row("profiles:token_list", SIGNED_IN, PAGE),
    Row("profiles:token_add", SIGNED_IN, FORM),
    Row("profiles:token_revoke", OWNER, POST, {"pk": "api_token"}),
    Row("api:my_token-list", SIGNED_IN, GET),
    Row("api:my_token-detail", OWNER, (*GET, "DELETE"), {"pk": "api_token"}),
]

STEP = {"pk": "enrollment", "key": "step"}
ROADMAPS = [
    Row("roadmaps:roadmap_start", SIGNED_IN, POST, {"slug": "roadmap"}),
    Row("roadmaps:dashboard", SIGNED_IN, PAGE),
    Row("roadmaps:time_log", OWNER, POST, {}, {"enrollment": "enrollment"}),
    Row("roadmaps:enrollment_list", SIGNED_IN, PAGE),
    Row("roadmaps:credit_list", OWNER, FORM, {"pk": "enrollment"}),
    Row("roadmaps:enrollment_upgrade", OWNER, PAGE, {"pk": "enrollment"}),
    Row("roadmaps:upgrade_take", OWNER, POST, {"pk": "enrollment"}, {"version": "=2"}),
    Row("roadmaps:upgrade_stay", OWNER, POST, {"pk": "enrollment"}, {"version": "=2"}),
    Row("roadmaps:upgrade_undo", OWNER, POST, {"pk": "enrollment"}),
    Row("roadmaps:enrollment_detail", OWNER_AND_MENTOR, PAGE, {"pk": "enrollment"}),
    Row("roadmaps:step_detail", OWNER_AND_MENTOR, PAGE, STEP),
    Row("roadmaps:step_comment", OWNER_AND_MENTOR, POST, STEP),
    Row("roadmaps:comment_list", OWNER_AND_MENTOR, PAGE, STEP),
    Row("roadmaps:step_draft", OWNER_AND_MENTOR, POST, {**STEP, "kind": "=comment"}),
    Row("roadmaps:evidence_link", OWNER, POST, STEP),
    Row("roadmaps:evidence_unlink", OWNER, POST, {**STEP, "number": "evidence"}),
    Row("roadmaps:step_log_time", OWNER, POST, STEP),
    Row("roadmaps:step_tick_part", OWNER, POST, STEP),
    Row("roadmaps:step_tick_resource", OWNER, POST, STEP),
    Row("roadmaps:step_act", OWNER, POST, {**STEP, "action": "=start"}),
]

PRIVACY = [
    Row("profiles:privacy", SIGNED_IN, FORM),
    Row("profiles:view_as", SIGNED_IN, PAGE, {"reader": "=public"}),
    Row("profiles:share_create", SIGNED_IN, POST),
    Row("profiles:share_revoke", OWNER, POST, {"pk": "link"}),
    Row("profiles:export_json", SIGNED_IN, PAGE),
    Row("profiles:export_csv", SIGNED_IN, PAGE),
    Row("profiles:account_delete", SIGNED_IN, FORM),
    Row("profiles:leaving", SIGNED_IN, PAGE),
    Row("profiles:account_keep", SIGNED_IN, POST),
    Row("profiles:person_detail", EVERYBODY, PAGE, {"handle": "=owner"}),
    Row("profiles:shared", EVERYBODY, PAGE, {"token": "=shared-token"}),
    Row("roadmaps:calendar", SIGNED_IN, FORM),
    Row("roadmaps:calendar_revoke", SIGNED_IN, POST),
    Row("roadmaps:calendar_feed", EVERYBODY, PAGE, {"token": "=feed-token"}),
    Row("roadmaps:kept_words", SIGNED_IN, PAGE),
    Row("roadmaps:mentee_profile", MENTOR, PAGE, {"pk": "mentorship"}),
    Row("api:my_privacy", SIGNED_IN, (*GET, "PATCH")),
    Row("api:my_view_as", SIGNED_IN, GET, {"reader": "=public"}),
    Row("api:my_share_links", SIGNED_IN, (*GET, "POST")),
    Row("api:my_share_link", OWNER, ("DELETE", "OPTIONS"), {"pk": "link"}),
    Row("api:my_deletion", SIGNED_IN, (*GET, "POST", "DELETE")),
    Row("api:my_calendar", SIGNED_IN, (*GET, "POST", "DELETE")),
    Row("api:person", EVERYBODY, GET, {"handle": "=owner"}),
    Row("api:shared", EVERYBODY, GET, {"token": "=shared-token"}),
]

ENROLLMENT = {"pk": "enrollment"}
ROADMAPS += [
    Row("roadmaps:enrollment_plan", OWNER, FORM, ENROLLMENT),
    Row("roadmaps:enrollment_leave", OWNER, FORM, ENROLLMENT),
    Row("roadmaps:enrollment_reset", OWNER, FORM, ENROLLMENT),
    Row("roadmaps:enrollment_act", OWNER, POST, {**ENROLLMENT, "action": "=pause"}),
    Row("roadmaps:record", OWNER, PAGE, ENROLLMENT),
    Row("roadmaps:step_note", OWNER, POST, STEP),
    Row("roadmaps:personal_add", OWNER, FORM, ENROLLMENT),
    Row("roadmaps:own_time_list", OWNER, PAGE, ENROLLMENT),
    *(
        row
        for name, pk in [("personal", "personal"), ("note", "note"), ("time", "log")]
        for row in (
            Row(f"roadmaps:{name}_edit", OWNER, FORM, {**ENROLLMENT, "number": pk}),
            Row(f"roadmaps:{name}_delete", OWNER, POST, {**ENROLLMENT, "number": pk}),
        )
    ),
    Row("roadmaps:personal_mark", OWNER, POST, {**ENROLLMENT, "number": "personal"}),
    Row("roadmaps:record_detail", OWNER, PAGE, {**ENROLLMENT, "number": "record"}),
]

API = [
    Row("api:front_door", EVERYBODY, PAGE),
    Row("api:schema", EVERYBODY, GET),
    Row("api:docs", EVERYBODY, PAGE),
    Row("api:compare", EVERYBODY, GET),
    Row("api:search", EVERYBODY, GET),
    *(
        row
        for name, path in [
            ("role", {"slug": "role"}),
            ("skill", {"slug": "skill"}),
            ("certification", {"slug": "certification"}),
            ("salary-band", {"key": "band"}),
            ("fact", {"key": "fact"}),
            ("ladder", {"pk": "ladder"}),
            ("career-move", {"pk": "move"}),
            ("interview-question", {"pk": "question"}),
            ("source", {"slug": "source"}),
            ("roadmap", {"slug": "roadmap"}),
        ]
        for row in (
            Row(f"api:{name}-list", EVERYBODY, GET),
            Row(f"api:{name}-detail", EVERYBODY, GET, path),
        )
    ),
]

ACT = ("POST", "OPTIONS")
STEP_ACTIONS = [
    "start",
    "pause",
    "finish",
    "submit",
    "take_back",
    "reopen",
    "skip",
    "bring_back",
    "waive",
    "unwaive",
    "ask_help",
    "undo",
    "tick_part",
    "tick_resource",
    "log_time",
]
OWN = {"enrollment": "enrollment"}
CHANGE = (*GET, "PUT", "PATCH")
ONE = (*CHANGE, "DELETE")
MY_API = [
    Row("api:my_profile", SIGNED_IN, (*GET, "PATCH")),
    Row("api:my_gap", SIGNED_IN, GET),
    Row("api:my_json_resume", SIGNED_IN, (*GET, "POST")),
    Row("api:my_postings", SIGNED_IN, ACT),
    Row("api:my_postings_keep", SIGNED_IN, ACT),
    Row("api:my_skill-list", SIGNED_IN, (*GET, "PATCH")),
    Row("api:my_skill-detail", SIGNED_IN, CHANGE, {"slug": "skill"}),
    Row("api:my_project-list", SIGNED_IN, (*GET, "POST")),
    Row("api:my_project-detail", OWNER, ONE, {"pk": "project"}),
    Row("api:my_certification-list", SIGNED_IN, (*GET, "POST")),
    Row("api:my_certification-detail", OWNER, ONE, {"pk": "earned"}),
    Row("api:my_work-list", SIGNED_IN, (*GET, "POST")),
    Row("api:my_work-detail", OWNER, ONE, {"pk": "work"}),
    Row("api:my_education-list", SIGNED_IN, (*GET, "POST")),
    Row("api:my_education-detail", OWNER, ONE, {"pk": "education"}),
    Row("api:my_notices", SIGNED_IN, GET),
    Row("api:my_notices_read", SIGNED_IN, ACT),
    Row("api:my_notice_read", OWNER, ACT, {"pk": "notice"}),
    Row("api:my_notice_wishes", SIGNED_IN, (*GET, "PATCH")),
    Row("api:my_enrollment-list", SIGNED_IN, (*GET, "POST")),
    Row("api:my_enrollment-detail", OWNER, GET, {"pk": "enrollment"}),
    Row("api:my_credit", OWNER, (*GET, "POST"), {"pk": "enrollment"}),
    Row("api:my_upgrade", OWNER, (*GET, "POST"), {"pk": "enrollment"}),
    Row("api:my_stay", OWNER, ACT, {"pk": "enrollment"}),
    Row("api:my_undo_upgrade", OWNER, ACT, {"pk": "enrollment"}),
    *(
        Row(f"api:my_roadmap_{action}", OWNER, ACT, ENROLLMENT)
        for action in ("pause", "resume", "leave", "complete", "reopen", "reset")
    ),
    Row("api:my_personal-list", OWNER, (*GET, "POST"), OWN),
    Row("api:my_note-list", OWNER, (*GET, "POST"), OWN),
    Row("api:my_evidence-list", OWNER, (*GET, "POST"), OWN),
    Row("api:my_evidence-detail", OWNER, (*GET, "DELETE"), {**OWN, "pk": "evidence"}),
    Row("api:my_time-list", OWNER, (*GET, "POST"), OWN),
    *(
        Row(f"api:my_{name}-detail", OWNER, ONE, {**OWN, "pk": pk})
        for name, pk in [("personal", "personal"), ("note", "note"), ("time", "log")]
    ),
    Row("api:my_pace", OWNER, (*GET, "PATCH"), ENROLLMENT),
    Row("api:my_record", OWNER, GET, ENROLLMENT),
    Row("api:my_records", OWNER, GET, ENROLLMENT),
    Row("api:my_step", OWNER, GET, STEP),
    *(Row(f"api:my_step_{action}", OWNER, ACT, STEP) for action in STEP_ACTIONS),
    Row("api:my_step_comment", OWNER_AND_MENTOR, ACT, STEP),
    Row("api:my_step_comments", OWNER_AND_MENTOR, GET, STEP),
    Row("api:my_step_rounds", OWNER_AND_MENTOR, GET, STEP),
]

ROUND = {"pk": "round"}
MENTORING = [
    Row("roadmaps:mentor_list", SIGNED_IN, PAGE),
    Row("roadmaps:invitation_create", SIGNED_IN, POST),
    Row("roadmaps:invitation_revoke", OWNER, POST, {"pk": "invitation"}),
    Row("roadmaps:mentorship_change", OWNER, FORM, {"pk": "mentorship"}),
    Row("roadmaps:mentorship_pause", OWNER_AND_MENTOR, POST, {"pk": "mentorship"}),
    Row("roadmaps:mentorship_end", OWNER_AND_MENTOR, FORM, {"pk": "mentorship"}),
    Row("roadmaps:mentorship_block", PARTIES, FORM, {"pk": "ended"}),
    Row("roadmaps:mentorship_report", PARTIES, FORM, {"pk": "ended"}),
    Row("roadmaps:block_remove", OWNER, POST, {"pk": "block"}),
    Row("roadmaps:invitation_detail", INVITED, FORM, {"token": "=token"}),
    Row("roadmaps:review_list", SIGNED_IN, PAGE),
    Row("roadmaps:mentees_taking", SIGNED_IN, POST),
    Row("roadmaps:mentee_list", SIGNED_IN, PAGE),
    Row("roadmaps:evening_detail", SIGNED_IN, FORM),
    Row("roadmaps:mentor_terms_edit", SIGNED_IN, FORM),
    Row("roadmaps:mentor_break", SIGNED_IN, POST),
    Row("roadmaps:mentor_link_renew", SIGNED_IN, POST),
    Row("roadmaps:mentor_link_drop", SIGNED_IN, POST),
    Row("roadmaps:mentor_link_detail", UNBLOCKED, FORM, {"token": "=mentor-link"}),
    Row("roadmaps:reply_list", SIGNED_IN, PAGE),
    Row("roadmaps:reply_add", SIGNED_IN, FORM),
    Row("roadmaps:reply_edit", MENTOR, FORM, {"pk": "reply"}),
    Row("roadmaps:reply_delete", MENTOR, POST, {"pk": "reply"}),
    Row("roadmaps:mentee_csv", SIGNED_IN, PAGE),
    Row("roadmaps:mentorship_list", SIGNED_IN, PAGE),
    Row("roadmaps:mentee_note", MENTOR, POST, {"pk": "enrollment"}),
    Row("roadmaps:waiver_object", MENTOR, POST, {"pk": "enrollment", "key": "step"}),
    Row(
        "roadmaps:confirmation_undo",
        MENTOR,
        POST,
        {"pk": "enrollment", "slug": "skill"},
    ),
    Row("roadmaps:mentee_detail", MENTOR, PAGE, {"pk": "enrollment"}),
    Row("roadmaps:review_detail", MENTOR, PAGE, ROUND),
    Row("roadmaps:review_draft", MENTOR, POST, ROUND),
    Row("roadmaps:review_decide", MENTOR, POST, ROUND),
    Row("roadmaps:review_undo", MENTOR, POST, ROUND),
    Row("roadmaps:review_send", MENTOR, POST, ROUND),
    Row("api:my_mentors", SIGNED_IN, GET),
    Row("api:my_left_waiting", SIGNED_IN, GET),
    Row("api:my_invitation-list", SIGNED_IN, (*GET, "POST")),
    Row("api:my_invitation-detail", OWNER, (*GET, "DELETE"), {"pk": "invitation"}),
    Row("api:my_mentorship-list", SIGNED_IN, GET),
    Row("api:my_mentorship-detail", PARTIES, GET, {"pk": "ended"}),
    *(
        Row(f"api:my_mentorship_{act}", OWNER_AND_MENTOR, ACT, {"pk": "mentorship"})
        for act in ("pause", "resume", "end")
    ),
    *(
        Row(f"api:my_mentorship_{act}", PARTIES, ACT, {"pk": "ended"})
        for act in ("block", "report")
    ),
    Row("api:my_block-list", SIGNED_IN, GET),
    Row("api:my_block-detail", OWNER, ("DELETE", "OPTIONS"), {"pk": "block"}),
    Row("api:invitation", INVITED, GET, {"token": "=token"}),
    Row("api:invitation_accept", ASKED, ACT, {"token": "=token"}),
    Row("api:invitation_decline", ASKED, ACT, {"token": "=token"}),
    Row("api:owners_link", UNBLOCKED, GET, {"token": "=mentor-link"}),
    Row("api:owners_link_accept", UNBLOCKED_PERSON, ACT, {"token": "=mentor-link"}),
    Row("api:my_sharing", OWNER, ("PUT", "OPTIONS"), {"pk": "mentorship"}),
    Row("api:mentor_desk", SIGNED_IN, GET),
    Row("api:mentor_evening", SIGNED_IN, GET),
    Row("api:mentor_settings", SIGNED_IN, (*GET, "PATCH")),
    Row("api:mentor_break", SIGNED_IN, ("PUT", "DELETE", "OPTIONS")),
    Row("api:mentor_link", SIGNED_IN, (*GET, "POST", "DELETE")),
    Row("api:mentor_reply-list", SIGNED_IN, (*GET, "POST")),
    Row("api:mentor_reply-detail", MENTOR, ONE, {"pk": "reply"}),
    Row("api:mentor_mentee", MENTOR, GET, {"pk": "enrollment"}),
    Row("api:mentor_mentee_note", MENTOR, ("PUT", "OPTIONS"), {"pk": "enrollment"}),
    Row(
        "api:mentor_confirmation_undo",
        MENTOR,
        ACT,
        {"pk": "enrollment", "slug": "skill"},
    ),
    Row(
        "api:mentor_waiver_object",
        MENTOR,
        ("POST", "OPTIONS"),
        {"pk": "enrollment", "key": "step"},
    ),
    Row("api:mentor_queue", SIGNED_IN, GET),
    Row("api:mentor_mentees", SIGNED_IN, GET),
    Row("api:mentor_former", SIGNED_IN, GET),
    Row("api:mentor_person", MENTOR, GET, {"pk": "mentorship"}),
    Row("api:mentor_review", MENTOR, (*GET, "PUT"), ROUND),
    Row("api:mentor_start", MENTOR, ACT, ROUND),
    Row("api:mentor_decide", MENTOR, ACT, ROUND),
    Row("api:mentor_undo", MENTOR, ACT, ROUND),
    Row("api:mentor_send_now", MENTOR, ACT, ROUND),
]

ROWS = [
    *SHELL,
    *CONTENT,
    *PROFILE,
    *TOKENS,
    *PRACTICE,
    *PRIVACY,
    *ROADMAPS,
    *API,
    *MY_API,
    *MENTORING,
]

# Accounts and second factors are allauth's, tested in tests/accounts; the mail of
# the demonstration mode in tests/careersite, invitations in tests/mentoring.
TESTED_ELSEWHERE = (
    "api:my_export",  # asks for the password again: tests/privacy
    "account_",
    "mfa_",
    "usersessions_",
    "demo_mail",
    "roadmaps:invitation_resume",  # leads on only with the cookie of an invitation
)
