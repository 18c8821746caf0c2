"""What is stored about people, why and how long: `/privacy/` is made of this table.

Every model that leads to a person is named here; a test walks all models and refuses
one that is not.
"""

from dataclasses import dataclass

WITH_ACCOUNT = "as long as the account"


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of data about people, and the models whose rows hold it."""

    what: str
    stored: str
    why: str
    how_long: str
    models: tuple[str, ...]


HOLDINGS = (
    Holding(
        "Account",
        "Name and e-mail address; the password only as a hash that cannot be turned"
        " back; the secret of a second factor, encrypted; when you joined and last"
        " signed in; the address until you confirm it; which group of editors you"
        " are in, if any.",
        "To let you in and nobody else.",
        WITH_ACCOUNT,
        (
            "profiles.User",
            "profiles.User_groups",
            "profiles.User_user_permissions",
            "account.EmailAddress",
            "account.EmailConfirmation",
            "mfa.Authenticator",
        ),
    ),
    Holding(
        "Sign-ins",
        "For each open session the network address, the browser, and when it began"
        " and was last seen.",
        "So that you can recognize one that is not yours and end it.",
        "until the session ends",
        ("sessions.Session", "usersessions.UserSession"),
    ),
    Holding(
        "Profile",
        "Handle, headline, country, time zone, target role and level, hours a week,"
        " weeks off; which terms you accepted and when; as a mentor, whether you take"
        " mentees, your review days and hours, and your limits.",
        "To fit plans and figures to you.",
        WITH_ACCOUNT,
        ("profiles.Profile",),
    ),
    Holding(
        "Skills",
        "The level you claim; the level a mentor verified, by whom and when;"
        " evidence; and each change with its date and who made it.",
        "To work out your gap and to show how it closed.",
        WITH_ACCOUNT,
        ("profiles.HeldSkill", "profiles.HeldSkillChange", "profiles.SkillEvidence"),
    ),
    Holding(
        "Certifications, projects, work and education",
        "What you enter or import from a résumé: dates, credential number and links;"
        " title, summary, outcome and skills; employers and schools.",
        "As evidence, to remind you of an expiry, and to write your résumé.",
        WITH_ACCOUNT + ", unless you remove it",
        (
            "profiles.EarnedCertification",
            "profiles.Project",
            "profiles.Project_skills",
            "profiles.WorkEntry",
            "profiles.EducationEntry",
        ),
    ),
    Holding(
        "Quiz and practice",
        "Results of the quiz that you keep, with your answers; of each interview"
        " question you practiced, whether you knew it.",
        "To show what changed, and to ask first what you did not know.",
        WITH_ACCOUNT + ", unless you remove a result",
        ("profiles.QuizResult", "profiles.InterviewMark"),
    ),
    Holding(
        "Roadmaps",
        "Which one you follow and in which version, the state of every step, each"
        " change of it with time, actor and reason, ticked parts and resources, steps"
        " and notes of your own, comments, what you typed and have not sent, which of"
        " your projects and certificates you show at a step, the record of a completed"
        " one.",
        "To show progress, and to let you undo.",
        WITH_ACCOUNT,
        (
            "roadmaps.Enrollment",
            "roadmaps.EnrollmentEvent",
            "roadmaps.StepProgress",
            "roadmaps.StepEvent",
            "roadmaps.PartTick",
            "roadmaps.ResourceTick",
            "roadmaps.PersonalStep",
            "roadmaps.Note",
            "roadmaps.StepDraft",
            "roadmaps.EvidenceLink",
            "roadmaps.Comment",
            "roadmaps.CompletionRecord",
            "roadmaps.VersionUpgrade",
        ),
    ),
    Holding(
        "Time",
        "Minutes that you log for a day, only if you log them.",
        "To tell how long steps really take you.",
        WITH_ACCOUNT + ", unless you remove it",
        ("roadmaps.TimeLog",),
    ),
    Holding(
        "Reviews",
        "Each round as you sent it: text, question, links and what you attached; the"
        " mentor's verdicts, message and the skill levels confirmed. A mentor may also"
        " keep private notes, which you do not see.",
        "So that both of you can read what was said, as it was said.",
        "as long as the learner's account; a mentor keeps the own words, without your"
        " name",
        (
            "roadmaps.Submission",
            "roadmaps.SubmissionItem",
            "roadmaps.Review",
            "roadmaps.CriterionVerdict",
            "roadmaps.SkillConfirmation",
            "roadmaps.KeptWords",
        ),
    ),
    Holding(
        "Mentorships",
        "Invitations with the address you invited and your message; who mentors whom,"
        " what is shared, pauses and ends, each with its time and actor; a mentor's"
        " own link, private note and saved replies.",
        "To enforce what you allowed.",
        WITH_ACCOUNT,
        (
            "profiles.MentorInvitation",
            "profiles.MentorLink",
            "profiles.Mentorship",
            "profiles.MentoringEvent",
            "roadmaps.InvitedEnrollment",
            "roadmaps.MentoredEnrollment",
            "roadmaps.SavedReply",
        ),
    ),
    Holding(
        "Sharing",
        "Who may see which section; links to your record and to your calendar, as"
        " hashes, with what they show and when they end.",
        "To show others what you chose and no more.",
        "a closed link for a year, the rest as long as the account",
        (
            "profiles.SectionVisibility",
            "profiles.ShareLink",
            "roadmaps.CalendarFeed",
        ),
    ),
    Holding(
        "Programs",
        "Tokens that you make for programs: name, what they may do, when they end and"
        " were last used; the token itself only as a hash.",
        "To let your programs in, and to show you which there are.",
        "a closed token for a year, the rest as long as the account",
        ("profiles.ApiToken",),
    ),
    Holding(
        "Repeats",
        "What the site answered when you or a program sent a form or a request that"
        " adds something, encrypted by what was sent along.",
        "So that what comes twice, as by a double click, is done once.",
        "a day",
        ("careersite.KeptAnswer",),
    ),
    Holding(
        "Notices",
        "What the site told you and whom it named, whether it was read or mailed, a"
        " former address that is still to be told, and what you want to be told how"
        " soon.",
        "So that nothing is told twice, and whoever leaves is named no more.",
        WITH_ACCOUNT,
        ("profiles.Notice", "profiles.NoticePreference"),
    ),
    Holding(
        "Reports and blocks",
        "Whom you blocked; what you reported of another or another of you, with"
        " notes on it.",
        "To keep somebody away from you, and to answer reports.",
        "a closed report for two years, a block as long as the account",
        ("profiles.AbuseReport", "profiles.Block"),
    ),
    Holding(
        "Changes",
        "For each change of the above that you or somebody else made: what it was"
        " before and after, who and when. Of passwords and tokens only that they"
        " changed.",
        "To find out what happened where something looks wrong.",
        "90 days, or until the account is erased",
        ("profiles.Trace",),
    ),
    Holding(
        "Operators",
        "When an operator saw data about you or changed your account, who it was, and"
        " why.",
        "So that nobody looks unseen.",
        "two years",
        ("profiles.OperatorAct",),
    ),
    Holding(
        "Editors",
        "Who changed, imported or published content and when, and who finished with a"
        " problem that a reader reported.",
        "So that a change can be understood and taken back.",
        "as long as the content; the name until its owner's account is erased",
        (
            "admin.LogEntry",
            "roles.ContentEvent",
            "roles.EditorialEvent",
            "roles.FrameworkPlan",
            "roles.ImportBatch",
            "roles.PayUpdate",
            "roles.Report",
            "roles.Revision",
            # Whose working copy a draft is.
            "roadmaps.RoadmapVersion",
            "roles.CareerMove",
            "roles.Certification",
            "roles.Fact",
            "roles.Faq",
            "roles.InterviewQuestion",
            "roles.Ladder",
            "roles.Quiz",
            "roles.Role",
            "roles.SalaryBand",
            "roles.Skill",
            "roles.Source",
        ),
    ),
)
