"""Pages about a person."""

from django.urls import path

from profiles.views import notices

app_name = "profiles"

notice_urls = [
    path("me/notices/", notices.notice_list, name="notice_list"),
    path("me/notices/read/", notices.notice_read_all, name="notice_read_all"),
    path("me/notices/<int:pk>/read/", notices.notice_read, name="notice_read"),
]

urlpatterns = [*notice_urls]
