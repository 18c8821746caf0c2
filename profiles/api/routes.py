"""Addresses of the signed-in person under /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from profiles.api import views

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
    *router.urls,
]
