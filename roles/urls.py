"""Addresses of roles, skills, certifications and sources."""

from django.urls import path

from roles.views import catalog, compare, interview, pay, preview, quiz, report, roles

app_name = "roles"
urlpatterns = [
    path("roles/", roles.role_list, name="role_list"),
    path("roles/<slug:slug>/", roles.role_detail, name="role_detail"),
    path("roles/<slug:slug>/pay.csv", roles.role_pay_csv, name="role_pay_csv"),
    path("compare/", compare.compare, name="compare"),
    path("compare/tray/", compare.compare_tray, name="compare_tray"),
    path("pay/", pay.pay_list, name="pay_list"),
    path("pay/figures.csv", pay.pay_csv, name="pay_csv"),
    path("skills/", catalog.skill_list, name="skill_list"),
    path("skills/<slug:slug>/", catalog.skill_detail, name="skill_detail"),
    path("certifications/", catalog.certification_list, name="certification_list"),
    path(
        "certifications/<slug:slug>/",
        catalog.certification_detail,
        name="certification_detail",
    ),
    path("preview/<str:token>/", preview.preview, name="preview"),
    path("quiz/", quiz.quiz, name="quiz"),
    path("quiz/result/", quiz.quiz_result, name="quiz_result"),
    path("interview/", interview.interview_list, name="interview_list"),
    path(
        "interview/<slug:slug>/<slug:key>/",
        interview.interview_question,
        name="interview_question",
    ),
    path("report/", report.report, name="report"),
    path("report/thanks/", report.report_thanks, name="report_thanks"),
    path("sources/", catalog.source_list, name="source_list"),
    path("sources/<slug:slug>/", catalog.source_detail, name="source_detail"),
]
