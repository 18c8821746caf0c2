"""Addresses of roles, skills, certifications and sources."""

from django.urls import path

from roles import views

app_name = "roles"
urlpatterns = [
    path("roles/", views.role_list, name="role_list"),
]
