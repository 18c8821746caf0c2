"""Addresses of roadmaps under /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from roadmaps.api import (
    calendar,
    doors,
    life,
    own,
    practice,
    serializers,
    sharing,
    upgrades,
    views,
)
from roadmaps.api.acting import StepAction
from roadmaps.api.credit import MyCredit
from roadmaps.services import invitations, partings, tracking

router = SimpleRouter(use_regex_path=False)
router.register("roadmaps", views.RoadmapViewSet, basename="roadmap")
router.register("me/enrollments", views.MyEnrollmentViewSet, basename="my_enrollment")

own_things = "me/enrollments/<int:enrollment>"
router.register(
    f"{own_things}/personal-steps", own.MyPersonalStepViewSet, basename="my_personal"
)
router.register(f"{own_things}/notes", own.MyNoteViewSet, basename="my_note")
router.register(f"{own_things}/evidence", own.MyEvidenceViewSet, basename="my_evidence")
router.register(f"{own_things}/time", own.MyTimeViewSet, basename="my_time")
router.register(
    "me/interview-marks", practice.MyInterviewMarks, basename="my_interview_mark"
)

router.register("me/invitations", sharing.MyInvitationViewSet, basename="my_invitation")
router.register("me/mentorships", sharing.MyMentorshipViewSet, basename="my_mentorship")
router.register("me/blocks", sharing.MyBlockViewSet, basename="my_block")

# What each action takes, and the service that does it.
ACTIONS = {
    "start": (serializers.StartSerializer, tracking.start),
    "pause": (serializers.ActionSerializer, tracking.pause),
    "finish": (serializers.ActionSerializer, tracking.finish),
    "submit": (serializers.SubmitSerializer, tracking.submit),
    "take-back": (serializers.ActionSerializer, tracking.take_back),
    "reopen": (serializers.ActionSerializer, tracking.reopen),
    "skip": (serializers.SkipSerializer, tracking.skip),
    "bring-back": (serializers.ActionSerializer, tracking.bring_back),
    "waive": (serializers.WaiveSerializer, tracking.waive),
    "unwaive": (serializers.ActionSerializer, tracking.unwaive),
    "ask-help": (serializers.HelpSerializer, tracking.ask_help),
    "undo": (serializers.ActionSerializer, tracking.undo),
    "tick-part": (serializers.TickPartSerializer, tracking.tick_part),
}
enrollment = "me/enrollments/<int:pk>/"
one_step = f"{enrollment}steps/<slug:key>/"

step_actions = [
    path(
        f"{one_step}{action}/",
        StepAction.as_view(serializer_class=takes, perform=service),
        name=f"my_step_{action.replace('-', '_')}",
    )
    for action, (takes, service) in ACTIONS.items()
]

# What becomes of a roadmap, and the service that does it.
STANDINGS = {
    "pause": tracking.pause_roadmap,
    "resume": tracking.resume_roadmap,
    "leave": tracking.leave_roadmap,
    "complete": tracking.complete_roadmap,
    "reopen": tracking.reopen_roadmap,
}
standings = [
    path(
        f"{enrollment}{action}/",
        life.StandingAction.as_view(perform=service),
        name=f"my_roadmap_{action}",
    )
    for action, service in STANDINGS.items()
]

# How either side of a mentorship pauses or ends it.
PARTINGS = {
    "pause": (partings.pause_mentorship, False),
    "resume": (partings.resume_mentorship, False),
    "end": (partings.end_mentorship, False),
    "block": (partings.block_person, True),
}
one_mentorship = "me/mentorships/<int:pk>/"
one_invitation = "invitations/<slug:token>/"
mentoring = [
    path("me/mentors/", sharing.MyMentors.as_view(), name="my_mentors"),
    path("me/left-waiting/", sharing.LeftWaiting.as_view(), name="my_left_waiting"),
    *(
        path(
            f"{one_mentorship}{action}/",
            sharing.Parting.as_view(perform=service, takes_ended=takes_ended),
            name=f"my_mentorship_{action}",
        )
        for action, (service, takes_ended) in PARTINGS.items()
    ),
    path(
        f"{one_mentorship}sharing/",
        sharing.MySharing.as_view(),
        name="my_sharing",
    ),
    path(
        f"{one_mentorship}report/",
        sharing.ReportAbuse.as_view(),
        name="my_mentorship_report",
    ),
    path(
        "invitations/from/<slug:token>/",
        doors.OwnersLink.as_view(),
        name="owners_link",
    ),
    path(
        "invitations/from/<slug:token>/accept/",
        doors.RedeemLink.as_view(),
        name="owners_link_accept",
    ),
    path(one_invitation, doors.Invitation.as_view(), name="invitation"),
    path(
        f"{one_invitation}accept/",
        doors.AnswerInvitation.as_view(perform=invitations.accept_invitation),
        name="invitation_accept",
    ),
    path(
        f"{one_invitation}decline/",
        doors.AnswerInvitation.as_view(perform=invitations.decline_invitation),
        name="invitation_decline",
    ),
]

urlpatterns = [
    path(
        "me/interview-marks/undo/",
        practice.UndoInterviewMark.as_view(),
        name="my_interview_undo",
    ),
    path("me/interview-practice/", practice.MyPractice.as_view(), name="my_practice"),
    *router.urls,
    *standings,
    *mentoring,
    path("me/calendar/", calendar.MyCalendar.as_view(), name="my_calendar"),
    path(f"{enrollment}reset/", life.Reset.as_view(), name="my_roadmap_reset"),
    path(f"{enrollment}pace/", life.MyPace.as_view(), name="my_pace"),
    path(f"{enrollment}record/", life.MyRecord.as_view(), name="my_record"),
    path(f"{enrollment}records/", life.MyRecords.as_view(), name="my_records"),
    path(f"{enrollment}credit/", MyCredit.as_view(), name="my_credit"),
    path(one_step, views.MyStep.as_view(), name="my_step"),
    *step_actions,
    path(
        f"{one_step}tick-resource/",
        views.TickResource.as_view(),
        name="my_step_tick_resource",
    ),
    path(f"{one_step}log-time/", views.LogTime.as_view(), name="my_step_log_time"),
    path(f"{one_step}rounds/", views.StepRounds.as_view(), name="my_step_rounds"),
    path(f"{one_step}comments/", views.StepComments.as_view(), name="my_step_comments"),
    path(f"{one_step}comment/", views.PostComment.as_view(), name="my_step_comment"),
    path(
        f"{enrollment}upgrade/", upgrades.PreviewedUpgrade.as_view(), name="my_upgrade"
    ),
    path(f"{enrollment}stay/", upgrades.Upgrade.as_view(act="stay"), name="my_stay"),
    path(
        f"{enrollment}undo-upgrade/",
        upgrades.Upgrade.as_view(act="undo"),
        name="my_undo_upgrade",
    ),
]
