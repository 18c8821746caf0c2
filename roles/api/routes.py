"""Addresses of content under /api/v1/."""

from rest_framework.routers import SimpleRouter

from roles.api import views

router = SimpleRouter()
router.register("roles", views.RoleViewSet, basename="role")
router.register("skills", views.SkillViewSet, basename="skill")

urlpatterns = router.urls
