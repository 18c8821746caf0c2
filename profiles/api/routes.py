"""Addresses of the signed-in person under /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from profiles.api import notices, views

router = SimpleRouter(use_regex_path=False)
router.register("me/skills", views.MySkillViewSet, basename="my_skill")
router.register("me/projects", views.MyProjectViewSet, basename="my_project")
router.register(
    "me/certifications", views.MyCertificationViewSet, basename="my_certification"
)
router.register("me/work", views.MyWorkViewSet, basename="my_work")
router.register("me/education", views.MyEducationViewSet, basename="my_education")

urlpatterns = [
    path("me/profile/", views.MyProfile.as_view(), name="my_profile"),
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
