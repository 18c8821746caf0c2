"""What each endpoint shows to one reader: its keys from a to z, {inner ones}."""

KEYS = {
    "api:my_token-list owner": (
        "{count next previous results{created_at expires_at id last_used_at name "
        "revoked_at scope state}}"
    ),
    "api:my_token-detail owner": (
        "{created_at expires_at id last_used_at name revoked_at scope state}"
    ),
    "api:quiz nobody": (
        "{items{key source{name slug url year_label} text trait} lead slug title "
        "version}"
    ),
    "api:my_quiz_result-list owner": (
        "{count next previous results{answers id kept_at quiz ranking{fit "
        "rank role title} version}}"
    ),
    "api:my_quiz_result-detail owner": (
        "{answers id kept_at quiz ranking{fit rank role title} version}"
    ),
    "api:my_practice owner": (
        "{question{as_printed house_level id is_topic key kind outline "
        "outline_source role skills source{name slug url year_label} text url} "
        "roles{know missed new partly role total} seen tally{know missed new "
        "partly total}}"
    ),
    "api:my_interview_mark-list owner": (
        "{count next previous results{mark marked_at misses number question role text}}"
    ),
    "api:my_privacy owner": (
        "{about calendar certifications handle notes progress projects skills}"
    ),
    "api:my_view_as owner": (
        "{as_of name sections{data{country headline name target_role} label section}}"
    ),
    "api:my_share_links owner": (
        "{count next previous results{expires_at id is_verified_only label "
        "revoked_at sections state}}"
    ),
    "api:my_deletion owner": "{erased_at}",
    "api:my_calendar owner": "{days{key on text title url} has_feed url}",
    "api:person nobody": (
        "{as_of name sections{data{country headline name target_role} label section}}"
    ),
    "api:shared nobody": (
        "{as_of name sections{data{country headline name target_role} label section}}"
    ),
    "api:role-list nobody": (
        "{count next previous results{id lead reviewed_on slug summary title "
        "updated_at}}"
    ),
    "api:role-detail nobody": (
        "{aliases body certifications duties external_codes id lead questions "
        "reviewed_on skills slug summary title updated_at}"
    ),
    "api:skill-list nobody": (
        "{count next previous results{aliases category description id kind name slug}}"
    ),
    "api:skill-detail nobody": (
        "{aliases category description external_codes id kind name prerequisites "
        "roles slug}"
    ),
    "api:certification-list nobody": (
        "{count next previous results{aliases description id level name provider "
        "renewals_closed retired_on review_by skills slug standing successor url "
        "validity_months}}"
    ),
    "api:certification-detail nobody": (
        "{aliases description id level name provider renewals_closed retired_on "
        "review_by skills slug standing successor url validity_months}"
    ),
    "api:salary-band-list nobody": (
        "{count groups{bands component condition currency envelope{band_count "
        "high high_open low low_open} house_level period region role source_count "
        "sources_disagree statistic subject} next previous results{as_of "
        "as_printed basis{component currency house_level period region{code kind "
        "name slug} region_basis} condition high high_open id is_incomplete "
        "is_promotional key label level_label low note origin qualifier review_by "
        "role source{name slug url year_label} statistic subject years_high "
        "years_low}}"
    ),
    "api:salary-band-detail nobody": (
        "{as_of as_printed basis{component currency house_level period "
        "region{code kind name slug} region_basis} condition high high_open id "
        "is_incomplete is_promotional key label level_label low note origin "
        "qualifier review_by role source{name slug url year_label} statistic "
        "subject years_high years_low}"
    ),
    "api:fact-list nobody": (
        "{count next previous results{as_of as_printed comparator component "
        "dimension explanation high high_open house_level id is_incomplete "
        "is_promotional key label low measure note origin period_end period_start "
        "polarity qualifier region region_basis review_by role scale_max "
        "source{name slug url year_label} subject text_value unit}}"
    ),
    "api:fact-detail nobody": (
        "{as_of as_printed comparator component dimension explanation high "
        "high_open house_level id is_incomplete is_promotional key label low "
        "measure note origin period_end period_start polarity qualifier region "
        "region_basis review_by role scale_max source{name slug url year_label} "
        "subject text_value unit}"
    ),
    "api:ladder-list nobody": (
        "{count next previous results{id key note role rungs source{name slug url "
        "year_label} title}}"
    ),
    "api:ladder-detail nobody": (
        "{id key note role rungs source{name slug url year_label} title}"
    ),
    "api:career-move-list nobody": (
        "{count next previous results{as_printed from_level id key kind note "
        "origin role share_high share_low source{name slug url year_label} "
        "to_label to_role}}"
    ),
    "api:career-move-detail nobody": (
        "{as_printed from_level id key kind note origin role share_high share_low "
        "source{name slug url year_label} to_label to_role}"
    ),
    "api:interview-question-list nobody": (
        "{count next previous results{as_printed house_level id is_topic key kind "
        "outline outline_source role skills source{name slug url year_label} text "
        "url}}"
    ),
    "api:interview-question-detail nobody": (
        "{as_printed house_level id is_topic key kind outline outline_source role "
        "skills source{name slug url year_label} text url}"
    ),
    "api:source-list nobody": (
        "{count next previous results{accessed_on author commercial_interest "
        "edition family gives id kind name oddities published_on publisher "
        "raw_date slug title updated_on url year_label}}"
    ),
    "api:source-detail nobody": (
        "{accessed_on author commercial_interest edition family gives id kind "
        "name oddities published_on publisher raw_date slug title updated_on url "
        "year_label}"
    ),
    "api:roadmap-list nobody": (
        "{count next previous results{published_at role slug summary title version}}"
    ),
    "api:roadmap-detail nobody": (
        "{published_at resources role slug stages{key position title} "
        "steps{category cost_note criteria device hours is_required key kind "
        "needs_review number parts prerequisites stage summary "
        "taught_skills{level skill} title} summary title version}"
    ),
    "api:my_profile owner": (
        "{country email headline hours_per_week name target_level target_role "
        "time_zone}"
    ),
    "api:my_json_resume owner": (
        "{basics{email name} certificates{date issuer name} "
        "education{institution} meta{careersite version} projects{name} "
        "skills{careersite{state} name} work{name}}"
    ),
    "api:my_skill-list owner": (
        "{count next previous results{category claimed_level evidence expires_on "
        "level name skill state verified_level verified_on verifier_name}}"
    ),
    "api:my_skill-detail owner": (
        "{category claimed_level evidence expires_on level name skill state "
        "verified_level verified_on verifier_name}"
    ),
    "api:my_project-list owner": (
        "{count next previous results{created_at id outcome skills summary title url}}"
    ),
    "api:my_project-detail owner": "{created_at id outcome skills summary title url}",
    "api:my_certification-list owner": (
        "{count next previous results{certification credential_id credential_url "
        "expires_on id issued_on}}"
    ),
    "api:my_certification-detail owner": (
        "{certification credential_id credential_url expires_on id issued_on}"
    ),
    "api:my_work-list owner": (
        "{count next previous results{employer ended highlights id location "
        "position started summary url}}"
    ),
    "api:my_work-detail owner": (
        "{employer ended highlights id location position started summary url}"
    ),
    "api:my_education-list owner": (
        "{count next previous results{area courses ended id institution score "
        "started study_type url}}"
    ),
    "api:my_education-detail owner": (
        "{area courses ended id institution score started study_type url}"
    ),
    "api:my_notices owner": (
        "{count next previous results{created_at id kind mail mailed_at read_at "
        "text url}}"
    ),
    "api:my_notice_wishes owner": (
        "{comment desk_digest help_asked invitation_answered mentorship_changed "
        "nobody_answered reminder review_answered work_sent}"
    ),
    "api:my_enrollment-list owner": (
        "{count next previous results{id roadmap share started_on status "
        "target_date title version}}"
    ),
    "api:my_enrollment-detail owner": (
        "{enrollment{id roadmap share started_on status target_date title "
        "version} kept progress{approved_hours counts{changes_requested done "
        "in_progress locked not_started skipped submitted waived} done_count "
        "done_hours percent remaining_hours self_reported_hours step_count "
        "ticked_hours total_hours} steps{blocked_by finished_at hours is_changed "
        "is_locked is_required is_self_reported kept_from_version key needs_help "
        "needs_review number parts prerequisites reason row_version stage "
        "started_at state title}}"
    ),
    "api:my_credit owner": "",
    "api:my_upgrade owner": (
        "{newer{added changed fates{is_changed is_left_out key sources state} "
        "is_answered kept merged note removed split version} undoable version}"
    ),
    "api:my_personal-list owner": (
        "{count next previous results{after_key hours id is_done text title}}"
    ),
    "api:my_note-list owner": (
        "{count next previous results{id row_version step text updated_at}}"
    ),
    "api:my_evidence-list owner": (
        "{count next previous results{certification id label project step url}}"
    ),
    "api:my_evidence-detail owner": "{certification id label project step url}",
    "api:my_time-list owner": "{count next previous results{id minutes on step}}",
    "api:my_personal-detail owner": "{after_key hours id is_done text title}",
    "api:my_note-detail owner": "{id row_version step text updated_at}",
    "api:my_time-detail owner": "{id minutes on step}",
    "api:my_pace owner": (
        "{estimate_ratio hours_per_week is_dated needed off_weeks "
        "plan_finish{kind on} projection{early finish late pace status "
        "week_count} steps{due_on is_late key starts_on} what_if}"
    ),
    "api:my_record owner": (
        "{approved_hours as_of done_count done_hours percent roadmap role "
        "self_reported_hours stages{steps{approved_by approved_by_id finished_on "
        "hours is_approved key number state teaches{level skill} title} title} "
        "started_on step_count total_hours version waived_hours}"
    ),
    "api:my_records owner": (
        "{completed_at id snapshot{approved_hours as_of done_count done_hours "
        "percent roadmap role self_reported_hours stages{steps{approved_by "
        "approved_by_id finished_on hours is_approved key number state "
        "teaches{level skill} title} title} started_on step_count total_hours "
        "version waived_hours}}"
    ),
    "api:my_step owner": (
        "{blocked_by finished_at hours is_changed is_locked is_required "
        "is_self_reported kept_from_version key needs_help needs_review number "
        "parts prerequisites reason resources row_version stage started_at state "
        "title}"
    ),
    "api:my_step_comments owner": "{count next previous results}",
    "api:my_step_rounds owner": "{count next previous results}",
    "api:my_mentors owner": (
        "{count next previous results{enrollments flags mentor mentorship scopes "
        "state}}"
    ),
    "api:my_left_waiting owner": "{count next previous results}",
    "api:my_invitation-list owner": (
        "{count next previous results{created_at email enrollments expires_at id "
        "message scopes status}}"
    ),
    "api:my_invitation-detail owner": (
        "{created_at email enrollments expires_at id message scopes status}"
    ),
    "api:my_mentorship-list owner": (
        "{count next previous results{created_at ended_at enrollments id other "
        "paused_at scopes side state}}"
    ),
    "api:my_mentorship-detail owner": (
        "{created_at ended_at enrollments id other paused_at scopes side state}"
    ),
    "api:my_block-list owner": "{count next previous results{created_at id person}}",
    "api:invitation owner": "{expires_at learner message roadmaps scopes}",
    "api:owners_link owner": "{is_taking mentor}",
    "api:mentor_desk mentor": "{counts{finished waiting with-learner} usual_days}",
    "api:mentor_evening mentor": (
        "{items{fits minutes round{answer_by evidence id is_late learner question "
        "roadmap round status step step_title submitted_at url wait} until} "
        "minutes waiting}"
    ),
    "api:mentor_settings mentor": (
        "{answer_days is_taking_mentees items_per_week mentee_limit "
        "mentoring_paused_at review_days review_hours review_starts_at}"
    ),
    "api:mentor_link mentor": "{has_link url}",
    "api:mentor_reply-list mentor": (
        "{count next previous results{id text title updated_at}}"
    ),
    "api:mentor_reply-detail mentor": "{id text title updated_at}",
    "api:mentor_mentee mentor": (
        "{certifications confirmed enrollment evidence{label step url} flags headline "
        "kept learner mentorship note notes projects{outcome summary title "
        "url} roadmap scopes skills{level name state} steps{blocked_by finished_at "
        "hours is_changed is_locked is_required is_self_reported "
        "kept_from_version key needs_help needs_review number parts "
        "prerequisites reason row_version stage started_at state title}}"
    ),
    "api:mentor_queue mentor": (
        "{count next previous results{answer_by evidence id is_late learner "
        "question roadmap round status step step_title submitted_at url wait}}"
    ),
    "api:mentor_mentees mentor": (
        "{count next previous results{done_steps enrollment flags last_active_at "
        "learner now_on pace percent roadmap steps}}"
    ),
    "api:mentor_former mentor": "{count next previous results}",
    "api:mentor_person mentor": (
        "{as_of name sections{data{approved_hours as_of done_count done_hours "
        "percent roadmap role self_reported_hours stages{steps{approved_by "
        "approved_by_id finished_on hours is_approved key number state "
        "teaches{level skill} title} title} started_on step_count total_hours "
        "version waived_hours} label section}}"
    ),
    "api:mentor_review mentor": (
        "{also_at_it criteria evidence guidance id is_latest learner own question "
        "roadmap round status step submitted_at taught text}"
    ),
}
