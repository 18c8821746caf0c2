"""Addresses of roadmaps: public, learner's, mentor's."""

from django.urls import path

from roadmaps.views import (
    calendar,
    credit,
    dashboard,
    desk,
    doors,
    drafts,
    invitation,
    life,
    linking,
    mentees,
    mentor_link,
    mentor_settings,
    mentors,
    notes,
    own,
    partings,
    practice,
    preview,
    record,
    review,
    roadmap,
    step,
    upgrade,
)

app_name = "roadmaps"

public = [
    path("roadmaps/", roadmap.roadmap_list, name="roadmap_list"),
    path("roadmaps/<slug:slug>/", roadmap.roadmap_detail, name="roadmap_detail"),
    path("preview/roadmaps/<str:token>/", preview.preview, name="preview"),
    path(
        "preview/roadmaps/<str:token>/steps/<slug:key>/",
        preview.preview_step,
        name="preview_step",
    ),
    path("roadmaps/<slug:slug>/start/", roadmap.roadmap_start, name="roadmap_start"),
    path(
        "roadmaps/<slug:slug>/steps/<slug:key>/",
        roadmap.roadmap_step,
        name="roadmap_step",
    ),
]

# Under /me/roadmaps/<id>/
enrollment = "me/roadmaps/<int:pk>/"
one_step = f"{enrollment}steps/<slug:key>/"
learner = [
    path("me/", dashboard.dashboard, name="dashboard"),
    path("me/log-time/", dashboard.time_log, name="time_log"),
    path("me/roadmaps/", roadmap.enrollment_list, name="enrollment_list"),
    path(enrollment, roadmap.enrollment_detail, name="enrollment_detail"),
    path(f"{enrollment}credit/", credit.credit_list, name="credit_list"),
    path(one_step, step.step_detail, name="step_detail"),
    path(f"{one_step}comment/", step.step_comment, name="step_comment"),
    path(f"{one_step}comments/", step.comment_list, name="comment_list"),
    path(f"{one_step}draft/<slug:kind>/", drafts.step_draft, name="step_draft"),
    path(f"{one_step}evidence/", linking.evidence_link, name="evidence_link"),
    path(
        f"{one_step}evidence/<int:number>/remove/",
        linking.evidence_unlink,
        name="evidence_unlink",
    ),
    path(f"{one_step}note/", step.step_note, name="step_note"),
    path(f"{one_step}log-time/", step.step_log_time, name="step_log_time"),
    path(
        f"{one_step}tick-part/", step.step_tick, {"what": "part"}, name="step_tick_part"
    ),
    path(
        f"{one_step}tick-resource/",
        step.step_tick,
        {"what": "resource"},
        name="step_tick_resource",
    ),
    path(f"{one_step}<slug:action>/", step.step_act, name="step_act"),
]

# Under /me/roadmaps/<id>/
standing = [
    path(f"{enrollment}plan/", life.enrollment_plan, name="enrollment_plan"),
    path(f"{enrollment}leave/", life.enrollment_leave, name="enrollment_leave"),
    path(f"{enrollment}start-over/", life.enrollment_reset, name="enrollment_reset"),
    path(f"{enrollment}act/<slug:action>/", life.enrollment_act, name="enrollment_act"),
    path(f"{enrollment}record/", record.record, name="record"),
    path(
        f"{enrollment}records/<int:number>/", record.record_detail, name="record_detail"
    ),
]

# Under /me/roadmaps/<id>/
one_own = f"{enrollment}own/<int:number>/"
one_note = f"{enrollment}notes/<int:number>/"
one_log = f"{enrollment}time/<int:number>/"
own_things = [
    path(f"{enrollment}own/add/", own.personal_add, name="personal_add"),
    path(one_own, own.personal_edit, name="personal_edit"),
    path(f"{one_own}mark/", own.personal_mark, name="personal_mark"),
    path(f"{one_own}delete/", own.personal_delete, name="personal_delete"),
    path(one_note, notes.note_edit, name="note_edit"),
    path(f"{one_note}delete/", notes.note_delete, name="note_delete"),
    path(f"{enrollment}time/", own.time_list, name="own_time_list"),
    path(one_log, own.time_edit, name="time_edit"),
    path(f"{one_log}delete/", own.time_delete, name="time_delete"),
]

practices = [
    path("me/interview/", practice.practice, name="practice"),
    path("me/interview/<int:pk>/mark/", practice.practice_mark, name="practice_mark"),
    path("me/interview/undo/", practice.practice_undo, name="practice_undo"),
]

calendars = [
    path("me/calendar/", calendar.calendar_page, name="calendar"),
    path("me/calendar/revoke/", calendar.calendar_revoke, name="calendar_revoke"),
    path("calendar/<slug:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("mentor/former/", calendar.kept_words, name="kept_words"),
    path("mentor/people/<int:pk>/", calendar.mentee_profile, name="mentee_profile"),
]

# Under /me/roadmaps/<id>/upgrade/
versions = [
    path(
        f"{enrollment}upgrade/", upgrade.enrollment_upgrade, name="enrollment_upgrade"
    ),
    path(f"{enrollment}upgrade/take/", upgrade.upgrade_take, name="upgrade_take"),
    path(f"{enrollment}upgrade/stay/", upgrade.upgrade_stay, name="upgrade_stay"),
    path(f"{enrollment}upgrade/undo/", upgrade.upgrade_undo, name="upgrade_undo"),
]

# Under /me/mentors/
own_mentors = [
    path("me/mentors/", mentors.mentor_list, name="mentor_list"),
    path(
        "me/mentors/invitations/", mentors.invitation_create, name="invitation_create"
    ),
    path(
        "me/mentors/invitations/<int:pk>/revoke/",
        mentors.invitation_revoke,
        name="invitation_revoke",
    ),
    path("me/mentors/<int:pk>/", mentors.mentorship_change, name="mentorship_change"),
    path(
        "me/mentors/<int:pk>/pause/", partings.mentorship_pause, name="mentorship_pause"
    ),
    path("me/mentors/<int:pk>/end/", partings.mentorship_end, name="mentorship_end"),
    path(
        "me/mentors/<int:pk>/block/", partings.mentorship_block, name="mentorship_block"
    ),
    path(
        "me/mentors/<int:pk>/report/",
        partings.mentorship_report,
        name="mentorship_report",
    ),
    path(
        "me/mentors/blocks/<int:pk>/remove/", partings.block_remove, name="block_remove"
    ),
    path("invitations/", doors.invitation_resume, name="invitation_resume"),
    path(
        "invitations/from/<slug:token>/",
        mentor_link.mentor_link_detail,
        name="mentor_link_detail",
    ),
    path(
        "invitations/<slug:token>/",
        invitation.invitation_detail,
        name="invitation_detail",
    ),
]

# Under /mentor/
one_review = "mentor/reviews/<int:pk>/"
mentor = [
    path("mentor/", desk.review_list, name="review_list"),
    path("mentor/evening/", desk.evening_detail, name="evening_detail"),
    path("mentor/taking/", mentor_settings.mentees_taking, name="mentees_taking"),
    path(
        "mentor/settings/", mentor_settings.mentor_terms_edit, name="mentor_terms_edit"
    ),
    path("mentor/link/", mentor_link.mentor_link_renew, name="mentor_link_renew"),
    path("mentor/link/drop/", mentor_link.mentor_link_drop, name="mentor_link_drop"),
    path("mentor/break/", mentor_settings.mentor_break, name="mentor_break"),
    path("mentor/replies/", mentor_settings.reply_list, name="reply_list"),
    path("mentor/replies/add/", mentor_settings.reply_add, name="reply_add"),
    path("mentor/replies/<int:pk>/", mentor_settings.reply_edit, name="reply_edit"),
    path(
        "mentor/replies/<int:pk>/delete/",
        mentor_settings.reply_delete,
        name="reply_delete",
    ),
    path("mentor/mentees/", mentees.mentee_list, name="mentee_list"),
    path("mentor/mentees.csv", mentees.mentee_csv, name="mentee_csv"),
    path("mentor/mentorships/", mentees.mentorship_list, name="mentorship_list"),
    path("mentor/mentees/<int:pk>/", mentees.mentee_detail, name="mentee_detail"),
    path("mentor/mentees/<int:pk>/note/", mentees.mentee_note, name="mentee_note"),
    path(
        "mentor/mentees/<int:pk>/skills/<slug:slug>/undo/",
        mentees.confirmation_undo,
        name="confirmation_undo",
    ),
    path(
        "mentor/mentees/<int:pk>/steps/<slug:key>/object/",
        mentees.waiver_object,
        name="waiver_object",
    ),
    path(one_review, review.review_detail, name="review_detail"),
    path(f"{one_review}draft/", review.review_draft, name="review_draft"),
    path(f"{one_review}decide/", review.review_decide, name="review_decide"),
    path(f"{one_review}undo/", review.review_undo, name="review_undo"),
    path(f"{one_review}send-now/", review.review_send, name="review_send"),
]

urlpatterns = [
    *public,
    *learner,
    *standing,
    *own_things,
    *practices,
    *calendars,
    *versions,
    *own_mentors,
    *mentor,
]
