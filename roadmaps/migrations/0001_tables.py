"""Roadmaps, and how far each learner has come on them."""

import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from careersite.common.tables import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('profiles', '0002_tables'),
        ('roles', '0001_tables'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Roadmap',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('scheduled', 'Scheduled'), ('published', 'Published'), ('archived', 'Archived')], default='draft', help_text='Readers see published content only.', max_length=12)),
                    ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roadmaps', to='roles.role')),
                    ('slug', models.SlugField(max_length=80, unique=True)),
                    ('title', models.CharField(max_length=80)),
                    ('summary', models.CharField(max_length=200)),
                ],
                options={
                    'ordering': ['slug'],
                },
            ),
            migrations.CreateModel(
                name='RoadmapVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('scheduled_for', models.DateTimeField(editable=False, null=True)),
                    ('editor_id', models.BigIntegerField(editable=False, null=True)),
                    ('editor_name', models.CharField(blank=True, editable=False, max_length=80)),
                    ('reason', models.CharField(blank=True, editable=False, max_length=280)),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('roadmap', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='roadmaps.roadmap')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('scheduled', 'Scheduled'), ('published', 'Published')], default='draft', max_length=9)),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                    ('change_note', models.CharField(blank=True, help_text='What changed, as learners will read it.', max_length=280)),
                    ('layout', models.JSONField(blank=True, editable=False, help_text='The drawn map, kept.', null=True)),
                ],
                options={
                    'ordering': ['roadmap', '-number'],
                    'constraints': [models.UniqueConstraint(fields=('roadmap', 'number'), name='roadmaps_roadmapversion_number_is_unique'), models.UniqueConstraint(condition=models.Q(('status', 'published'), _negated=True), fields=('roadmap',), name='roadmaps_roadmapversion_one_draft'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', False), ('status', 'published')), models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', True)), _connector='OR'), name='roadmaps_roadmapversion_published_has_its_time'), models.CheckConstraint(condition=models.Q(models.Q(('scheduled_for__isnull', False), ('status', 'scheduled')), models.Q(models.Q(('status', 'scheduled'), _negated=True), ('scheduled_for', None)), _connector='OR'), name='roadmaps_roadmapversion_scheduled_has_its_time')],
                },
            ),
            migrations.CreateModel(
                name='Stage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='roadmaps.roadmapversion')),
                    ('key', models.SlugField(max_length=60)),
                    ('position', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=40)),
                ],
                options={
                    'ordering': ['version', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('version', 'key'), name='roadmaps_stage_key_is_unique'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('version', 'position'), name='roadmaps_stage_position_is_unique')],
                },
            ),
            migrations.CreateModel(
                name='Enrollment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrollments', to=settings.AUTH_USER_MODEL)),
                    ('roadmap', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrollments', to='roadmaps.roadmap')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrollments', to='roadmaps.roadmapversion')),
                    ('status', models.CharField(choices=[('active', 'Under way'), ('paused', 'Paused'), ('left', 'Left'), ('completed', 'Completed')], default='active', max_length=9)),
                    ('started_on', models.DateField()),
                    ('target_date', models.DateField(blank=True, null=True)),
                    ('share', models.PositiveSmallIntegerField(default=1, help_text="Weight of this roadmap in the learner's weekly hours, 1 to 100.", validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)])),
                    ('declined_version', models.ForeignKey(blank=True, help_text='The newest version that the learner chose not to take.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roadmaps.roadmapversion')),
                ],
                options={
                    'ordering': ['-updated_at', '-pk'],
                    'constraints': [models.UniqueConstraint(fields=('learner', 'roadmap'), name='roadmaps_enrollment_one_per_learner_and_roadmap'), models.CheckConstraint(condition=models.Q(('share__range', (1, 100))), name='roadmaps_enrollment_share_is_1_to_100')],
                },
            ),
            migrations.CreateModel(
                name='VersionUpgrade',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='upgrades', to='roadmaps.enrollment')),
                    ('from_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roadmaps.roadmapversion')),
                    ('to_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roadmaps.roadmapversion')),
                    ('at', models.DateTimeField()),
                    ('before', models.JSONField(help_text="Step rows before, by id; what a merge moved; own steps' places.")),
                    ('undone_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['-at'],
                },
            ),
            migrations.CreateModel(
                name='InvitedEnrollment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrollments', to='profiles.mentorinvitation')),
                    ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invited', to='roadmaps.enrollment')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('invitation', 'enrollment'), name='roadmaps_invitedenrollment_pair_is_unique')],
                },
            ),
            migrations.CreateModel(
                name='MentoredEnrollment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mentorship', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrollments', to='profiles.mentorship')),
                    ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentored', to='roadmaps.enrollment')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('mentorship', 'enrollment'), name='roadmaps_mentoredenrollment_pair_is_unique')],
                },
            ),
            migrations.CreateModel(
                name='StepPrerequisite',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prerequisite_links', to='roadmaps.step')),
                    ('prerequisite', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dependent_links', to='roadmaps.step')),
                ],
                options={
                    'ordering': ['step', 'prerequisite'],
                    'constraints': [models.UniqueConstraint(fields=('step', 'prerequisite'), name='roadmaps_stepprerequisite_pair_is_unique'), models.CheckConstraint(condition=models.Q(('step', models.F('prerequisite')), _negated=True), name='roadmaps_stepprerequisite_is_not_itself')],
                },
            ),
            migrations.CreateModel(
                name='Step',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='roadmaps.roadmapversion')),
                    ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='roadmaps.stage')),
                    ('key', models.SlugField(help_text='Permanent: versions meet by it.', max_length=60)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=60)),
                    ('summary', models.CharField(blank=True, max_length=280)),
                    ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.skillcategory')),
                    ('kind', models.CharField(choices=[('learn', 'Learn'), ('build', 'Build'), ('certify', 'Certify'), ('interview', 'Interview')], default='learn', max_length=9)),
                    ('hours', models.DecimalField(decimal_places=1, help_text='Editorial estimate of the hours that a learner needs.', max_digits=5)),
                    ('is_required', models.BooleanField(default=True)),
                    ('needs_review', models.BooleanField(default=False)),
                    ('reviewer_guidance', models.TextField(blank=True, help_text='What a mentor should look for.')),
                    ('certification', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.certification')),
                    ('device', models.CharField(blank=True, choices=[('phone', 'A phone is enough'), ('computer', 'Needs a computer')], default='computer', max_length=8)),
                    ('cost_note', models.CharField(blank=True, max_length=160)),
                    ('must_redo', models.BooleanField(default=False, help_text='Learners who finished this step in an older version redo it.')),
                    ('prerequisites', models.ManyToManyField(blank=True, related_name='dependents', through='roadmaps.StepPrerequisite', through_fields=('step', 'prerequisite'), to='roadmaps.step')),
                ],
                options={
                    'ordering': ['version', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('version', 'key'), name='roadmaps_step_key_is_unique'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('version', 'number'), name='roadmaps_step_number_is_unique'), models.CheckConstraint(condition=models.Q(('hours__gt', 0)), name='roadmaps_step_hours_are_positive', violation_error_message='A step takes more than 0 hours.')],
                },
            ),
            migrations.CreateModel(
                name='StepOrigin',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='origins', to='roadmaps.step')),
                    ('from_key', models.SlugField(max_length=60)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('step', 'from_key'), name='roadmaps_steporigin_key_is_unique')],
                },
            ),
            migrations.CreateModel(
                name='StepCriterion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='roadmaps.step')),
                    ('key', models.SlugField(max_length=60)),
                    ('position', models.PositiveSmallIntegerField()),
                    ('text', models.CharField(max_length=160)),
                ],
                options={
                    'verbose_name_plural': 'step criteria',
                    'ordering': ['step', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('step', 'key'), name='roadmaps_stepcriterion_key_is_unique')],
                },
            ),
            migrations.CreateModel(
                name='StepSkill',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taught_skills', to='roadmaps.step')),
                    ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teaching_steps', to='roles.skill')),
                    ('level', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(5)])),
                ],
                options={
                    'ordering': ['step', 'skill'],
                    'constraints': [models.UniqueConstraint(fields=('step', 'skill'), name='roadmaps_stepskill_pair_is_unique'), models.CheckConstraint(condition=models.Q(('level__range', (1, 5))), name='roadmaps_stepskill_level_is_1_to_5')],
                },
            ),
            migrations.CreateModel(
                name='StepPart',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='roadmaps.step')),
                    ('key', models.SlugField(max_length=60)),
                    ('position', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=120)),
                    ('hours', models.DecimalField(decimal_places=1, max_digits=3, validators=[django.core.validators.MinValueValidator(0.1), django.core.validators.MaxValueValidator(4)])),
                ],
                options={
                    'ordering': ['step', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('step', 'key'), name='roadmaps_steppart_key_is_unique'), models.CheckConstraint(condition=models.Q(('hours__gt', 0), ('hours__lte', 4)), name='roadmaps_steppart_takes_at_most_4_hours')],
                },
            ),
            migrations.CreateModel(
                name='StepProgress',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('enrollment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='step_progress', to='roadmaps.enrollment')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='step_progress', to=settings.AUTH_USER_MODEL)),
                    ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='progress', to='roadmaps.step')),
                    ('step_key', models.SlugField(db_index=False, max_length=60)),
                    ('state', models.CharField(choices=[('not_started', 'Not started'), ('in_progress', 'In progress'), ('submitted', 'In review'), ('changes_requested', 'Changes asked'), ('done', 'Done'), ('skipped', 'Skipped'), ('waived', 'Waived')], default='not_started', max_length=17)),
                    ('row_version', models.PositiveIntegerField(default=1, help_text='Grows with each change: two tabs cannot overwrite.')),
                    ('started_at', models.DateTimeField(blank=True, null=True)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('is_self_reported', models.BooleanField(default=False)),
                    ('is_started_anyway', models.BooleanField(default=False)),
                    ('needs_help', models.BooleanField(default=False)),
                    ('reason', models.CharField(blank=True, help_text='Why skipped, or the ground of a waiver.', max_length=280)),
                    ('kept_from_version', models.PositiveSmallIntegerField(blank=True, help_text='Set when a newer version dropped the step.', null=True)),
                    ('is_changed', models.BooleanField(default=False, help_text='An upgrade changed this step since it was begun.')),
                    ('state_since', models.DateTimeField(blank=True, help_text='When the present state began.', null=True)),
                    ('last_activity_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'verbose_name_plural': 'step progress',
                    'ordering': ['enrollment', 'step__number'],
                    'indexes': [models.Index(condition=models.Q(('state', 'changes_requested')), fields=['last_activity_at'], name='roadmaps_stepprogress_asked')],
                    'constraints': [models.UniqueConstraint(fields=('enrollment', 'step_key'), name='roadmaps_stepprogress_one_per_step'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('finished_at__isnull', True)), _connector='OR'), name='roadmaps_stepprogress_done_has_its_time')],
                },
            ),
            migrations.CreateModel(
                name='StepDraft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('progress', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='roadmaps.stepprogress')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='step_drafts', to=settings.AUTH_USER_MODEL)),
                    ('kind', models.CharField(choices=[('submit', 'Evidence'), ('comment', 'Comment'), ('note', 'Note')], max_length=7)),
                    ('words', models.JSONField(default=dict, help_text='What was typed, by field.')),
                    ('row_version', models.PositiveIntegerField(default=1, help_text='Grows with each change: two tabs cannot overwrite.')),
                ],
                options={
                    'ordering': ['progress', 'kind'],
                    'constraints': [models.UniqueConstraint(fields=('progress', 'user', 'kind'), name='roadmaps_stepdraft_one_per_form'), models.CheckConstraint(condition=models.Q(('kind__in', ['submit', 'comment', 'note'])), name='roadmaps_stepdraft_kind_is_known')],
                },
            ),
            migrations.CreateModel(
                name='EvidenceLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('progress', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence_links', to='roadmaps.stepprogress')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence_links', to=settings.AUTH_USER_MODEL)),
                    ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='profiles.project')),
                    ('earned_certification', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='profiles.earnedcertification')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                ],
                options={
                    'ordering': ['progress', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('earned_certification__isnull', True), ('project__isnull', False)), models.Q(('earned_certification__isnull', False), ('project__isnull', True)), _connector='OR'), name='roadmaps_evidencelink_shows_one_thing'), models.UniqueConstraint(fields=('progress', 'project'), name='roadmaps_evidencelink_project_once'), models.UniqueConstraint(fields=('progress', 'earned_certification'), name='roadmaps_evidencelink_certificate_once')],
                },
            ),
            migrations.CreateModel(
                name='CalendarFeed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                ],
            ),
            migrations.CreateModel(
                name='Resource',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('scheduled', 'Scheduled'), ('published', 'Published'), ('archived', 'Archived')], default='draft', help_text='Readers see published content only.', max_length=12)),
                    ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('roadmap', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resources', to='roadmaps.roadmap')),
                    ('step_key', models.SlugField(max_length=60)),
                    ('key', models.SlugField(max_length=60)),
                    ('title', models.CharField(max_length=120)),
                    ('provider', models.CharField(max_length=80)),
                    ('url', models.URLField()),
                    ('kind', models.CharField(choices=[('article', 'Article'), ('book', 'Book'), ('course', 'Course'), ('docs', 'Documentation'), ('lab', 'Lab'), ('video', 'Video')], max_length=8)),
                    ('cost', models.CharField(choices=[('free', 'Free'), ('card', 'Free, card needed'), ('paid', 'Paid')], default='free', max_length=5)),
                    ('cost_note', models.CharField(blank=True, max_length=80)),
                    ('language', models.CharField(default='English', max_length=20)),
                    ('minutes', models.PositiveIntegerField(blank=True, null=True)),
                    ('review_by', models.DateField(blank=True, null=True)),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                ],
                options={
                    'ordering': ['roadmap', 'step_key', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('roadmap', 'step_key', 'key'), name='roadmaps_resource_key_is_unique')],
                },
            ),
            migrations.CreateModel(
                name='StepEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('progress', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='roadmaps.stepprogress')),
                    ('learner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='step_events', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('action', models.CharField(choices=[('start', 'Started'), ('pause', 'Paused'), ('finish', 'Finished'), ('submit', 'Sent for review'), ('take-back', 'Taken back'), ('approve', 'Approved'), ('ask-changes', 'Changes asked'), ('reopen', 'Reopened'), ('skip', 'Skipped'), ('bring-back', 'Brought back'), ('waive', 'Waived'), ('unwaive', 'Waiver taken back'), ('ask-help', 'Asked for help'), ('tick-part', 'Ticked a part'), ('undo', 'Undone'), ('upgrade', 'Upgraded'), ('release', 'Released: nobody answered'), ('return', 'Returned: nobody answered'), ('reset', 'Started over')], max_length=12)),
                    ('from_state', models.CharField(choices=[('not_started', 'Not started'), ('in_progress', 'In progress'), ('submitted', 'In review'), ('changes_requested', 'Changes asked'), ('done', 'Done'), ('skipped', 'Skipped'), ('waived', 'Waived')], max_length=17)),
                    ('to_state', models.CharField(choices=[('not_started', 'Not started'), ('in_progress', 'In progress'), ('submitted', 'In review'), ('changes_requested', 'Changes asked'), ('done', 'Done'), ('skipped', 'Skipped'), ('waived', 'Waived')], max_length=17)),
                    ('actor_id', models.BigIntegerField(help_text='Empty where time alone did it.', null=True)),
                    ('actor_name', models.CharField(blank=True, max_length=80)),
                    ('reason', models.CharField(blank=True, max_length=280)),
                    ('before', models.JSONField(default=dict, help_text="The row's other fields before, for undo.")),
                ],
                options={
                    'ordering': ['-at', '-pk'],
                    'indexes': [models.Index(fields=['learner', '-at'], name='roadmaps_st_learner_56592f_idx'), models.Index(fields=['progress', '-at'], name='roadmaps_st_progres_fb28fd_idx')],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c308b8be58832fe4e133ce8661a02c299bae9a7a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f4caf', table='roadmaps_stepevent', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='PartTick',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('progress', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='part_ticks', to='roadmaps.stepprogress')),
                    ('part_key', models.SlugField(db_index=False, max_length=60)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('progress', 'part_key'), name='roadmaps_parttick_counts_once')],
                },
            ),
            migrations.CreateModel(
                name='ResourceTick',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('progress', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resource_ticks', to='roadmaps.stepprogress')),
                    ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='roadmaps.resource')),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('progress', 'resource'), name='roadmaps_resourcetick_counts_once')],
                },
            ),
            migrations.CreateModel(
                name='Note',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('progress', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='roadmaps.stepprogress')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to=settings.AUTH_USER_MODEL)),
                    ('text', models.TextField(max_length=4000)),
                    ('row_version', models.PositiveIntegerField(db_default=1, default=1, help_text='Grows with each change: two tabs cannot overwrite.')),
                ],
                options={
                    'ordering': ['created_at', 'pk'],
                    'indexes': [models.Index(fields=['progress', 'created_at'], name='roadmaps_no_progres_5cff01_idx')],
                },
            ),
            migrations.CreateModel(
                name='TimeLog',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='time_logs', to=settings.AUTH_USER_MODEL)),
                    ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='time_logs', to='roadmaps.enrollment')),
                    ('progress', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='time_logs', to='roadmaps.stepprogress')),
                    ('on', models.DateField()),
                    ('minutes', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)])),
                ],
                options={
                    'ordering': ['-on', '-pk'],
                    'indexes': [models.Index(fields=['enrollment', '-on'], name='roadmaps_ti_enrollm_17b422_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('minutes__range', (1, 1440))), name='roadmaps_timelog_minutes_fit_in_a_day')],
                },
            ),
            migrations.CreateModel(
                name='KeptWords',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept_words', to=settings.AUTH_USER_MODEL)),
                    ('kind', models.CharField(choices=[('review', 'Review'), ('comment', 'Comment')], max_length=7)),
                    ('roadmap_title', models.CharField(max_length=80)),
                    ('step_title', models.CharField(max_length=60)),
                    ('decision', models.CharField(blank=True, max_length=7)),
                    ('text', models.TextField(blank=True)),
                    ('verdicts', models.JSONField(default=list, help_text='A list of {verdict, text}.')),
                    ('written_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name_plural': 'kept words',
                    'ordering': ['-written_at', '-pk'],
                    'indexes': [models.Index(fields=['mentor', '-written_at'], name='roadmaps_ke_mentor__5b60c7_idx')],
                },
            ),
            migrations.CreateModel(
                name='EnrollmentEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='roadmaps.enrollment')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrollment_events', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('action', models.CharField(choices=[('start', 'Started'), ('pause', 'Paused'), ('resume', 'Resumed'), ('leave', 'Left'), ('rejoin', 'Rejoined'), ('reset', 'Started over'), ('complete', 'Completed'), ('reopen', 'Reopened')], max_length=8)),
                    ('from_state', models.CharField(blank=True, choices=[('active', 'Under way'), ('paused', 'Paused'), ('left', 'Left'), ('completed', 'Completed')], help_text='Empty at first.', max_length=9)),
                    ('to_state', models.CharField(choices=[('active', 'Under way'), ('paused', 'Paused'), ('left', 'Left'), ('completed', 'Completed')], max_length=9)),
                    ('actor_id', models.BigIntegerField()),
                    ('actor_name', models.CharField(max_length=80)),
                    ('reason', models.CharField(blank=True, max_length=280)),
                ],
                options={
                    'ordering': ['-at', '-pk'],
                    'indexes': [models.Index(fields=['enrollment', '-at'], name='roadmaps_en_enrollm_efe2d8_idx')],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b2fa9312e96d0d56161a31d9b1ca67d663bb47f2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4bfb6', table='roadmaps_enrollmentevent', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='CompletionRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='records', to='roadmaps.enrollment')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='completion_records', to=settings.AUTH_USER_MODEL)),
                    ('completed_at', models.DateTimeField()),
                    ('snapshot', models.JSONField(help_text='As roadmaps.services.record makes it; never changed afterwards.')),
                ],
                options={
                    'ordering': ['-completed_at', '-pk'],
                    'indexes': [models.Index(fields=['learner', '-completed_at'], name='roadmaps_co_learner_ba0861_idx')],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cda487f4b3a15874fe82c043ca5f4bef35b81b85', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_12e6d', table='roadmaps_completionrecord', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='PersonalStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='personal_steps', to='roadmaps.enrollment')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='personal_steps', to=settings.AUTH_USER_MODEL)),
                    ('title', models.CharField(max_length=120)),
                    ('text', models.TextField(blank=True, max_length=2000, verbose_name='notes')),
                    ('hours', models.DecimalField(decimal_places=1, default=2, max_digits=4, validators=[django.core.validators.MinValueValidator(0.5), django.core.validators.MaxValueValidator(200)])),
                    ('after_key', models.SlugField(blank=True, help_text='The step it follows; empty: at the start.', max_length=60)),
                    ('done_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['enrollment', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('hours__gte', 0.5), ('hours__lte', 200)), name='roadmaps_personalstep_hours_are_possible', violation_error_message='Enter between 0.5 and 200 hours.')],
                },
            ),
            migrations.CreateModel(
                name='Submission',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('progress', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to='roadmaps.stepprogress')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to=settings.AUTH_USER_MODEL)),
                    ('round', models.PositiveSmallIntegerField()),
                    ('status', models.CharField(choices=[('waiting', 'Waiting'), ('decided', 'Decided, not yet in effect'), ('answered', 'Answered'), ('taken_back', 'Taken back')], default='waiting', max_length=10)),
                    ('text', models.TextField(blank=True, max_length=10000)),
                    ('question', models.CharField(blank=True, help_text='What the mentor should look at.', max_length=280)),
                    ('criteria', models.JSONField(help_text='Frozen: a list of {key, text}.')),
                    ('taught', models.JSONField(help_text='Frozen: a list of {skill, level}.')),
                    ('submitted_at', models.DateTimeField()),
                    ('released_at', models.DateTimeField(blank=True, help_text='Set when nobody answered for four weeks: anybody may take it.', null=True)),
                ],
                options={
                    'ordering': ['submitted_at', 'pk'],
                    'indexes': [models.Index(fields=['status', 'submitted_at'], name='roadmaps_su_status_9e42ea_idx')],
                    'constraints': [models.UniqueConstraint(fields=('progress', 'round'), name='roadmaps_submission_round_is_unique'), models.UniqueConstraint(condition=models.Q(('status__in', ['waiting', 'decided'])), fields=('progress',), name='roadmaps_submission_one_open_round')],
                },
            ),
            migrations.CreateModel(
                name='SubmissionItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='roadmaps.submission')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('kind', models.CharField(choices=[('link', 'Link'), ('project', 'Project'), ('certificate', 'Certificate')], default='link', max_length=11)),
                    ('label', models.CharField(blank=True, max_length=160)),
                    ('url', models.URLField(blank=True, max_length=500)),
                    ('detail', models.CharField(blank=True, max_length=280)),
                    ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='profiles.project')),
                    ('earned_certification', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='profiles.earnedcertification')),
                ],
                options={
                    'ordering': ['submission', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('submission', 'position'), name='roadmaps_submissionitem_position_is_unique')],
                },
            ),
            migrations.CreateModel(
                name='Review',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='roadmaps.submission')),
                    ('mentor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reviews', to=settings.AUTH_USER_MODEL)),
                    ('mentor_name', models.CharField(max_length=80)),
                    ('status', models.CharField(choices=[('draft', 'Draft'), ('decided', 'Decided'), ('in_effect', 'In effect')], default='draft', max_length=9)),
                    ('decision', models.CharField(blank=True, choices=[('approve', 'Approve'), ('changes', 'Ask for changes'), ('comment', 'Comment only')], max_length=7)),
                    ('message', models.TextField(blank=True, max_length=10000)),
                    ('approval_reason', models.CharField(blank=True, help_text='Why approved with criteria unmet.', max_length=280)),
                    ('private_note', models.TextField(blank=True, max_length=10000)),
                    ('started_at', models.DateTimeField(blank=True, null=True)),
                    ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ('effective_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['submission', '-updated_at'],
                    'indexes': [models.Index(fields=['status', 'effective_at'], name='roadmaps_re_status_042d30_idx')],
                    'constraints': [models.UniqueConstraint(fields=('submission', 'mentor'), name='roadmaps_review_one_per_mentor'), models.UniqueConstraint(condition=models.Q(('status__in', ['decided', 'in_effect']), models.Q(('decision', 'comment'), _negated=True)), fields=('submission',), name='roadmaps_review_one_answer_per_round'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('effective_at__isnull', True), ('status', 'draft')), models.Q(models.Q(('status', 'draft'), _negated=True), models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False), ('effective_at__isnull', False)), _connector='OR'), name='roadmaps_review_decision_has_its_times')],
                },
            ),
            migrations.CreateModel(
                name='CriterionVerdict',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='roadmaps.review')),
                    ('criterion_key', models.SlugField(max_length=60)),
                    ('verdict', models.CharField(choices=[('met', 'Met'), ('change', 'Change')], max_length=6)),
                    ('text', models.CharField(blank=True, max_length=1000)),
                ],
                options={
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('review', 'criterion_key'), name='roadmaps_criterionverdict_one_per_criterion')],
                },
            ),
            migrations.CreateModel(
                name='SkillConfirmation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='roadmaps.review')),
                    ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.skill')),
                    ('level', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(5)])),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('review', 'skill'), name='roadmaps_skillconfirmation_one_per_skill'), models.CheckConstraint(condition=models.Q(('level__range', (1, 5))), name='roadmaps_skillconfirmation_level_is_1_to_5')],
                },
            ),
            migrations.CreateModel(
                name='Comment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('progress', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='roadmaps.stepprogress')),
                    ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('author_name', models.CharField(max_length=80)),
                    ('text', models.TextField(max_length=4000)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ],
                options={
                    'ordering': ['created_at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='SavedReply',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_replies', to=settings.AUTH_USER_MODEL)),
                    ('title', models.CharField(max_length=80)),
                    ('text', models.TextField(max_length=4000)),
                ],
                options={
                    'ordering': ['title', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('mentor', 'title'), name='roadmaps_savedreply_title_is_unique', violation_error_message='You have a reply with this title.')],
                },
            ),
        ]),
    ]
