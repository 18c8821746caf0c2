"""Addresses of the signed-in person under /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from profiles.api import notices, privacy, views
from profiles.api.quiz_results import MyQuizResultViewSet
from profiles.api.resume import MyJsonResume
from profiles.api.tokens import MyTokenViewSet

router = SimpleRouter(use_regex_path=False)
router.register("me/skills", views.MySkillViewSet, basename="my_skill")
router.register("me/projects", views.MyProjectViewSet, basename="my_project")
router.register(
    "me/certifications", views.MyCertificationViewSet, basename="my_certification"
)
router.register("me/work", views.MyWorkViewSet, basename="my_work")
router.register("me/education", views.MyEducationViewSet, basename="my_education")
router.register("me/tokens", MyTokenViewSet, basename="my_token")
router.register("me/quiz-results", MyQuizResultViewSet, basename="my_quiz_result")

urlpatterns = [
    path(
        "me/skills/",
        views.MySkillViewSet.as_view({"get": "list", "patch": "claim_many"}),
        name="my_skill-list",
    ),
    path("me/privacy/as/<slug:reader>/", privacy.ViewAs.as_view(), name="my_view_as"),
    path("me/privacy/", privacy.MyVisibility.as_view(), name="my_privacy"),
    path("me/share-links/", privacy.MyShareLinks.as_view(), name="my_share_links"),
    path(
        "me/share-links/<int:pk>/",
        privacy.MyShareLink.as_view(),
        name="my_share_link",
    ),
    path("me/export/", privacy.MyExport.as_view(), name="my_export"),
    path("me/deletion/", privacy.MyDeletion.as_view(), name="my_deletion"),
    path("people/<slug:handle>/", privacy.Person.as_view(), name="person"),
    path("shared/<slug:token>/", privacy.SharedRecord.as_view(), name="shared"),
    path("me/profile/", views.MyProfile.as_view(), name="my_profile"),
    path("me/json-resume/", MyJsonResume.as_view(), name="my_json_resume"),
    path("me/notices/", notices.MyNotices.as_view(), name="my_notices"),
    path(
        "me/notices/read-all/",
        notices.ReadAllNotices.as_view(),
        name="my_notices_read",
    ),
    path(
        "me/notices/<int:pk>/read/", notices.ReadNotice.as_view(), name="my_notice_read"
    ),
    path("me/notices/mail/", notices.MyNoticeWishes.as_view(), name="my_notice_wishes"),
    *router.urls,
]
