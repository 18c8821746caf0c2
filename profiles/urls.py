"""Pages about a person."""

from django.urls import include, path

from profiles.views import (
    account,
    certifications,
    experience,
    notices,
    people,
    privacy,
    profile,
    projects,
    quiz_results,
    resume,
    skills,
    tokens,
)

app_name = "profiles"

# Under me/skills/
skill_urls = [
    path("", skills.skill_list, name="skill_list"),
    path("<slug:slug>/", skills.skill_detail, name="skill_detail"),
]

# Under me/projects/
project_urls = [
    path("", projects.project_list, name="project_list"),
    path("add/", projects.project_add, name="project_add"),
    path("<int:pk>/", projects.project_edit, name="project_edit"),
    path("<int:pk>/delete/", projects.project_delete, name="project_delete"),
]

# Under me/certifications/
certification_urls = [
    path("", certifications.certification_list, name="certification_list"),
    path("add/", certifications.certification_add, name="certification_add"),
    path("<int:pk>/", certifications.certification_edit, name="certification_edit"),
    path(
        "<int:pk>/delete/",
        certifications.certification_delete,
        name="certification_delete",
    ),
]

# Under me/experience/
experience_urls = [
    path("", experience.experience_list, name="experience_list"),
    path("<slug:kind>/add/", experience.experience_add, name="experience_add"),
    path("<slug:kind>/<int:pk>/", experience.experience_edit, name="experience_edit"),
    path(
        "<slug:kind>/<int:pk>/delete/",
        experience.experience_delete,
        name="experience_delete",
    ),
]

# Under me/quiz/
quiz_urls = [
    path("", quiz_results.quiz_result_list, name="quiz_result_list"),
    path("keep/", quiz_results.quiz_result_keep, name="quiz_result_keep"),
    path(
        "<int:pk>/delete/",
        quiz_results.quiz_result_delete,
        name="quiz_result_delete",
    ),
]

notice_urls = [
    path("me/notices/", notices.notice_list, name="notice_list"),
    path("me/notices/read/", notices.notice_read_all, name="notice_read_all"),
    path("me/notices/<int:pk>/read/", notices.notice_read, name="notice_read"),
    path("me/notices/mail/", notices.notice_wishes_edit, name="notice_wishes_edit"),
    path(
        "unsubscribe/<str:token>/",
        notices.notice_unsubscribe,
        name="notice_unsubscribe",
    ),
]

# Under me/tokens/
token_urls = [
    path("", tokens.token_list, name="token_list"),
    path("add/", tokens.token_add, name="token_add"),
    path("<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
]

# Under me/privacy/
privacy_urls = [
    path("", privacy.privacy, name="privacy"),
    path("as/<slug:reader>/", privacy.view_as, name="view_as"),
    path("links/", privacy.share_create, name="share_create"),
    path("links/<int:pk>/revoke/", privacy.share_revoke, name="share_revoke"),
    path("export.json", privacy.export, {"kind": "json"}, name="export_json"),
    path("export.zip", privacy.export, {"kind": "csv"}, name="export_csv"),
    path("delete/", privacy.account_delete, name="account_delete"),
    path("leaving/", privacy.account_leaving, name="leaving"),
    path("keep/", privacy.account_keep, name="account_keep"),
]

urlpatterns = [
    path("me/privacy/", include(privacy_urls)),
    path("me/tokens/", include(token_urls)),
    path("people/<slug:handle>/", people.person_detail, name="person_detail"),
    path("shared/<slug:token>/", people.shared, name="shared"),
    path("me/profile/", profile.profile_edit, name="profile_edit"),
    path("me/profile/resume/", resume.resume_import, name="resume_import"),
    path("me/profile/resume.json", resume.resume_export, name="resume_export"),
    path("me/target/", profile.target_set, name="target_set"),
    path("me/settings/", account.settings_page, name="settings"),
    path("me/skills/", include(skill_urls)),
    path("me/projects/", include(project_urls)),
    path("me/certifications/", include(certification_urls)),
    path("me/experience/", include(experience_urls)),
    path("me/quiz/", include(quiz_urls)),
    *notice_urls,
]
