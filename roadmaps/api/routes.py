"""Addresses of roadmaps under /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from roadmaps.api import calendar, life, own, serializers, views
from roadmaps.api.credit import MyCredit
from roadmaps.services import tracking

router = SimpleRouter(use_regex_path=False)
router.register("roadmaps", views.RoadmapViewSet, basename="roadmap")
router.register("me/enrollments", views.MyEnrollmentViewSet, basename="my_enrollment")

own_things = "me/enrollments/<int:enrollment>"
router.register(
    f"{own_things}/personal-steps", own.MyPersonalStepViewSet, basename="my_personal"
)
router.register(f"{own_things}/notes", own.MyNoteViewSet, basename="my_note")
router.register(f"{own_things}/time", own.MyTimeViewSet, basename="my_time")

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
        views.StepAction.as_view(serializer_class=takes, perform=service),
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

urlpatterns = [
    *router.urls,
    *standings,
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
    path(f"{one_step}comment/", views.PostComment.as_view(), name="my_step_comment"),
    path(f"{enrollment}upgrade/", views.Upgrade.as_view(), name="my_upgrade"),
    path(f"{enrollment}stay/", views.Upgrade.as_view(act="stay"), name="my_stay"),
    path(
        f"{enrollment}undo-upgrade/",
        views.Upgrade.as_view(act="undo"),
        name="my_undo_upgrade",
    ),
]
