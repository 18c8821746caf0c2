"""The admin site and the base of all content admins."""

from django.contrib import admin


class CareersiteAdminSite(admin.AdminSite):
    """The editor's desk."""

    site_header = "careersite"
    site_title = "careersite"
    index_title = "Editor's desk"
