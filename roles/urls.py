"""Addresses of roles, skills, certifications and sources."""

from django.urls import path

from roles import views

app_name = "roles"
urlpatterns = [
    path("roles/", views.role_list, name="role_list"),
    path("roles/<slug:slug>/", views.role_detail, name="role_detail"),
    path("roles/<slug:slug>/pay.csv", views.role_pay_csv, name="role_pay_csv"),
    path("skills/", views.skill_list, name="skill_list"),
    path("skills/<slug:slug>/", views.skill_detail, name="skill_detail"),
    path("certifications/", views.certification_list, name="certification_list"),
    path(
        "certifications/<slug:slug>/",
        views.certification_detail,
        name="certification_detail",
    ),
    path("sources/", views.source_list, name="source_list"),
    path("sources/<slug:slug>/", views.source_detail, name="source_detail"),
]
