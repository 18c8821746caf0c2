"""Addresses of content under /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from roles.api import views
from roles.api.compare import CompareView
from roles.api.quiz import QuizRanking, QuizView

router = SimpleRouter(use_regex_path=False)
router.register("roles", views.RoleViewSet, basename="role")
router.register("skills", views.SkillViewSet, basename="skill")
router.register("certifications", views.CertificationViewSet, basename="certification")
router.register("salary-bands", views.SalaryBandViewSet, basename="salary-band")
router.register("facts", views.FactViewSet, basename="fact")
router.register("ladders", views.LadderViewSet, basename="ladder")
router.register("career-moves", views.CareerMoveViewSet, basename="career-move")
router.register("sources", views.SourceViewSet, basename="source")
router.register(
    "interview-questions",
    views.InterviewQuestionViewSet,
    basename="interview-question",
)

urlpatterns = [
    *router.urls,
    path("compare/", CompareView.as_view(), name="compare"),
    path("quiz/", QuizView.as_view(), name="quiz"),
    path("quiz/ranking/", QuizRanking.as_view(), name="quiz_ranking"),
]
