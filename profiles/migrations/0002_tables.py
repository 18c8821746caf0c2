"""Who learners are, what they can do, and who accompanies them."""

import datetime
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import pgtrigger.compiler
import profiles.models.experience
import profiles.models.mentoring
import profiles.models.profile
from django.conf import settings
from django.db import migrations, models

from careersite.common.tables import CreateModels


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0001_user'),
        ('roles', '0001_tables'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='ApiToken',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_tokens', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(help_text='Which program it is for.', max_length=80)),
                    ('scope', models.CharField(choices=[('read', 'Read only'), ('write', 'Read and write')], default='read', max_length=5)),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('password_mark', models.CharField(editable=False, max_length=64)),
                    ('expires_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['-created_at', '-pk'],
                    'indexes': [models.Index(fields=['user', '-created_at'], name='profiles_ap_user_id_bbbd7c_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('scope__in', ['read', 'write'])), name='profiles_apitoken_scope_is_known'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='profiles_apitoken_has_a_name')],
                },
            ),
            migrations.CreateModel(
                name='WorkEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('url', models.URLField(blank=True, max_length=500)),
                    ('started', models.CharField(blank=True, help_text='A year, or a month such as 2024-05.', max_length=10, validators=[profiles.models.experience.check_rough_date])),
                    ('ended', models.CharField(blank=True, help_text='Empty if it goes on.', max_length=10, validators=[profiles.models.experience.check_rough_date])),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='work_entries', to=settings.AUTH_USER_MODEL)),
                    ('employer', models.CharField(max_length=120)),
                    ('position', models.CharField(blank=True, max_length=120)),
                    ('location', models.CharField(blank=True, max_length=120)),
                    ('summary', models.TextField(blank=True, max_length=2000)),
                    ('highlights', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=280), blank=True, default=list, help_text='What came of it.', size=12)),
                ],
                options={
                    'verbose_name_plural': 'work entries',
                    'ordering': ['-started', '-pk'],
                    'indexes': [models.Index(fields=['user', '-started', '-id'], name='profiles_wo_user_id_f0b236_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('started', ''), ('ended', ''), ('ended__gte', django.db.models.functions.text.Left('started', 4)), _connector='OR'), name='profiles_workentry_does_not_end_before_it_starts', violation_error_message='The end must not be before the start.')],
                },
            ),
            migrations.CreateModel(
                name='EducationEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('url', models.URLField(blank=True, max_length=500)),
                    ('started', models.CharField(blank=True, help_text='A year, or a month such as 2024-05.', max_length=10, validators=[profiles.models.experience.check_rough_date])),
                    ('ended', models.CharField(blank=True, help_text='Empty if it goes on.', max_length=10, validators=[profiles.models.experience.check_rough_date])),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='education_entries', to=settings.AUTH_USER_MODEL)),
                    ('institution', models.CharField(max_length=120)),
                    ('area', models.CharField(blank=True, help_text='Such as computer science.', max_length=120)),
                    ('study_type', models.CharField(blank=True, help_text='Such as bachelor.', max_length=120, verbose_name='degree')),
                    ('score', models.CharField(blank=True, max_length=40, verbose_name='grade')),
                    ('courses', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=160), blank=True, default=list, size=40)),
                ],
                options={
                    'verbose_name_plural': 'education entries',
                    'ordering': ['-started', '-pk'],
                    'indexes': [models.Index(fields=['user', '-started', '-id'], name='profiles_ed_user_id_ce477b_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('started', ''), ('ended', ''), ('ended__gte', django.db.models.functions.text.Left('started', 4)), _connector='OR'), name='profiles_educationentry_does_not_end_before_it_starts', violation_error_message='The end must not be before the start.')],
                },
            ),
            migrations.CreateModel(
                name='MentorLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('mentor', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mentor_link', to=settings.AUTH_USER_MODEL)),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('created_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='MentorInvitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentor_invitations', to=settings.AUTH_USER_MODEL)),
                    ('email', models.EmailField(blank=True, help_text='Empty for a copied link.', max_length=254)),
                    ('message', models.TextField(blank=True, max_length=1000)),
                    ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('steps', 'Review steps and see progress'), ('notes', 'Read notes'), ('profile', 'See profile, skills and projects'), ('certifications', 'See certifications')], max_length=14), default=profiles.models.mentoring.default_scopes, size=None)),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('status', models.CharField(choices=[('pending', 'Waiting'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('expired', 'Expired'), ('revoked', 'Revoked')], default='pending', max_length=8)),
                    ('expires_at', models.DateTimeField()),
                    ('mailed_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-created_at', '-pk'],
                    'indexes': [models.Index(fields=['learner', 'status', '-created_at'], name='profiles_me_learner_1eb728_idx')],
                    'constraints': [models.UniqueConstraint(models.F('learner'), django.db.models.functions.text.Lower('email'), condition=models.Q(('status', 'pending'), models.Q(('email', ''), _negated=True)), name='profiles_mentorinvitation_one_pending_per_address'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('status__in', ['pending', 'expired', 'revoked'])), models.Q(('answered_at__isnull', False), ('status__in', ['accepted', 'declined'])), _connector='OR'), name='profiles_mentorinvitation_answer_has_its_time')],
                },
            ),
            migrations.CreateModel(
                name='Mentorship',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentors', to=settings.AUTH_USER_MODEL)),
                    ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentees', to=settings.AUTH_USER_MODEL)),
                    ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('steps', 'Review steps and see progress'), ('notes', 'Read notes'), ('profile', 'See profile, skills and projects'), ('certifications', 'See certifications')], max_length=14), default=profiles.models.mentoring.default_scopes, size=None)),
                    ('private_note', models.TextField(blank=True, help_text="The mentor's own; nobody else sees it.", max_length=4000)),
                    ('paused_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_by_id', models.BigIntegerField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['created_at', 'pk'],
                    'indexes': [models.Index(fields=['mentor', 'ended_at'], name='profiles_me_mentor__e9e162_idx')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('learner', 'mentor'), name='profiles_mentorship_one_active_per_pair'), models.CheckConstraint(condition=models.Q(('learner', models.F('mentor')), _negated=True), name='profiles_mentorship_nobody_mentors_oneself'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by_id__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by_id__isnull', False)), _connector='OR'), name='profiles_mentorship_end_has_its_actor')],
                },
            ),
            migrations.CreateModel(
                name='MentoringEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentoring_events', to=settings.AUTH_USER_MODEL)),
                    ('invitation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='profiles.mentorinvitation')),
                    ('mentorship', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='profiles.mentorship')),
                    ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('action', models.CharField(choices=[('invited', 'Invited'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('revoked', 'Revoked'), ('expired', 'Expired'), ('scopes', 'Changed what is shared'), ('paused', 'Paused'), ('resumed', 'Resumed'), ('ended', 'Ended')], max_length=8)),
                    ('from_state', models.CharField(blank=True, max_length=80)),
                    ('to_state', models.CharField(blank=True, max_length=80)),
                    ('actor_id', models.BigIntegerField(help_text='Empty where time alone did it.', null=True)),
                    ('actor_name', models.CharField(blank=True, max_length=80)),
                    ('reason', models.CharField(blank=True, max_length=280)),
                ],
                options={
                    'ordering': ['-at', '-pk'],
                    'indexes': [models.Index(fields=['learner', '-at'], name='profiles_me_learner_12376d_idx')],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1df93c7030bf29c9ed005d13824fc266505608c2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0f309', table='profiles_mentoringevent', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                    ('key', models.CharField(max_length=160)),
                    ('kind', models.CharField(choices=[('work_sent', 'Work was sent to you for review'), ('desk_digest', 'What waits, on the morning of your review day'), ('help_asked', 'A learner asks for help'), ('review_answered', 'A mentor answered'), ('comment', 'A comment was written'), ('reminder', 'Somebody waits for you'), ('nobody_answered', 'Your work waited too long'), ('invitation_answered', 'An invitation was answered'), ('mentorship_changed', 'A mentorship changed'), ('security', "Your account's safety")], max_length=40)),
                    ('text', models.CharField(max_length=280)),
                    ('url', models.CharField(blank=True, max_length=200)),
                    ('mail', models.CharField(choices=[('now', 'At once'), ('daily', 'Once a day'), ('weekly', 'Once a week'), ('off', 'Not by mail')], default='now', help_text='How soon it is mailed, as the person wanted it when told.', max_length=6)),
                    ('created_at', models.DateTimeField()),
                    ('read_at', models.DateTimeField(blank=True, null=True)),
                    ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['-created_at', '-pk'],
                    'indexes': [models.Index(fields=['user', '-created_at'], name='profiles_no_user_id_b3e3da_idx'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['user'], name='profiles_notice_unread'), models.Index(condition=models.Q(('mail__in', ['daily', 'weekly']), ('mailed_at__isnull', True)), fields=['mail', 'user'], name='profiles_notice_digests')],
                    'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='profiles_notice_told_once')],
                },
            ),
            migrations.CreateModel(
                name='NoticePreference',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_preferences', to=settings.AUTH_USER_MODEL)),
                    ('kind', models.CharField(choices=[('work_sent', 'Work was sent to you for review'), ('desk_digest', 'What waits, on the morning of your review day'), ('help_asked', 'A learner asks for help'), ('review_answered', 'A mentor answered'), ('comment', 'A comment was written'), ('reminder', 'Somebody waits for you'), ('nobody_answered', 'Your work waited too long'), ('invitation_answered', 'An invitation was answered'), ('mentorship_changed', 'A mentorship changed'), ('security', "Your account's safety")], max_length=40)),
                    ('rhythm', models.CharField(choices=[('now', 'At once'), ('daily', 'Once a day'), ('weekly', 'Once a week'), ('off', 'Not by mail')], max_length=6)),
                ],
                options={
                    'ordering': ['kind'],
                    'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='profiles_noticepreference_one_per_kind'), models.CheckConstraint(condition=models.Q(('kind', 'security'), _negated=True), name='profiles_noticepreference_security_stays_on')],
                },
            ),
            migrations.CreateModel(
                name='OperatorAct',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='operator_acts', to=settings.AUTH_USER_MODEL)),
                    ('action', models.CharField(choices=[('listed', 'An operator saw your name and address in a list'), ('looked', 'An operator looked at your account'), ('changed', 'An operator changed what your account may do'), ('deactivated', 'An operator deactivated your account'), ('reactivated', 'An operator reactivated your account'), ('factor_reset', 'An operator reset your second factor')], max_length=12)),
                    ('at', models.DateTimeField()),
                    ('actor_id', models.BigIntegerField()),
                    ('actor_name', models.CharField(max_length=80)),
                    ('reason', models.CharField(blank=True, max_length=280)),
                ],
                options={
                    'ordering': ['-at', '-pk'],
                    'indexes': [models.Index(fields=['user', '-at'], name='profiles_op_user_id_f79a50_idx'), models.Index(fields=['at'], name='profiles_operatoract_age')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('action__in', ['listed', 'looked', 'changed']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='profiles_operatoract_acts_have_a_reason')],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d445ba67b05e666a8d6289cdbe10f6b24c0b0641', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_33874', table='profiles_operatoract', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='QuizResult',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quiz_results', to=settings.AUTH_USER_MODEL)),
                    ('quiz', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='roles.quiz')),
                    ('version', models.PositiveIntegerField()),
                    ('answers', models.JSONField(help_text="Statement's key to 1 (not me) … 5 (me).")),
                    ('ranking', models.JSONField(help_text='The roles, best first: slug, title, fit (0 to 100) and rank.')),
                    ('kept_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['-kept_at', '-pk'],
                    'indexes': [models.Index(fields=['user', '-kept_at', '-id'], name='profiles_qu_user_id_c62ded_idx')],
                    'constraints': [models.UniqueConstraint(fields=('user', 'quiz', 'version', 'answers'), name='profiles_quizresult_kept_once', violation_error_message='You keep this result already.')],
                },
            ),
            migrations.CreateModel(
                name='InterviewMark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interview_marks', to=settings.AUTH_USER_MODEL)),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='roles.interviewquestion')),
                    ('mark', models.CharField(choices=[('know', 'Knew it'), ('partly', 'Partly'), ('not', 'Not yet')], max_length=6)),
                    ('number', models.PositiveIntegerField(help_text='Which answer of the learner to this question it is.')),
                    ('misses', models.PositiveIntegerField(help_text='How often “not” was said since it was last known.')),
                    ('marked_at', models.DateTimeField()),
                    ('undone_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['-marked_at', '-pk'],
                    'indexes': [models.Index(condition=models.Q(('undone_at', None)), fields=['user', '-marked_at', '-id'], name='profiles_interviewmark_newest')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('user', 'question', 'number'), name='profiles_interviewmark_one_after_another'), models.CheckConstraint(condition=models.Q(('mark__in', ['know', 'partly', 'not'])), name='profiles_interviewmark_mark_is_known'), models.CheckConstraint(condition=models.Q(('misses__lte', models.F('number')), ('number__gte', 1)), name='profiles_interviewmark_misses_are_marks'), models.CheckConstraint(condition=models.Q(models.Q(('mark', 'know'), _negated=True), ('misses', 0), _connector='OR'), name='profiles_interviewmark_known_has_no_misses')],
                },
            ),
            migrations.CreateModel(
                name='SectionVisibility',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='section_visibilities', to=settings.AUTH_USER_MODEL)),
                    ('section', models.CharField(choices=[('about', 'About you'), ('skills', 'Skills'), ('projects', 'Projects and work'), ('certifications', 'Certifications'), ('progress', 'Roadmaps and progress'), ('notes', 'Notes'), ('calendar', 'Calendar')], max_length=14)),
                    ('audience', models.CharField(choices=[('private', 'Only me'), ('mentors', 'My mentors'), ('link', 'Holders of a link'), ('public', 'Everybody')], default='private', max_length=8)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('user', 'section'), name='profiles_sectionvisibility_one_per_section')],
                },
            ),
            migrations.CreateModel(
                name='ShareLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='share_links', to=settings.AUTH_USER_MODEL)),
                    ('label', models.CharField(blank=True, help_text='For whom it is; only you see this.', max_length=80)),
                    ('sections', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('about', 'About you'), ('skills', 'Skills'), ('projects', 'Projects and work'), ('certifications', 'Certifications'), ('progress', 'Roadmaps and progress'), ('notes', 'Notes'), ('calendar', 'Calendar')], max_length=14), size=None)),
                    ('is_verified_only', models.BooleanField(default=False)),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('expires_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['-created_at', '-pk'],
                    'indexes': [models.Index(fields=['user', '-created_at'], name='profiles_sh_user_id_adca4d_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('sections__len__gte', 1)), name='profiles_sharelink_shows_something')],
                },
            ),
            migrations.CreateModel(
                name='Profile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('is_taking_mentees', models.BooleanField(default=True)),
                    ('answer_days', models.PositiveSmallIntegerField(default=5, help_text='As a mentor: days within which you promise to answer.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(28)])),
                    ('review_days', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')]), blank=True, default=list, help_text='Weekdays on which you review, 0 for Monday; empty: any day.', size=None)),
                    ('review_starts_at', models.TimeField(default=datetime.time(18, 0))),
                    ('review_hours', models.DecimalField(decimal_places=1, default=2, help_text='How long one evening of reviews is.', max_digits=3, validators=[django.core.validators.MinValueValidator(0.5), django.core.validators.MaxValueValidator(12)])),
                    ('mentee_limit', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)])),
                    ('items_per_week', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)])),
                    ('mentoring_paused_at', models.DateTimeField(blank=True, null=True)),
                    ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='profile', to=settings.AUTH_USER_MODEL)),
                    ('handle', models.CharField(blank=True, max_length=40, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9-]{2,39}$', 'Use 3 to 40 small letters, digits and hyphens.')])),
                    ('headline', models.CharField(blank=True, max_length=120)),
                    ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.region')),
                    ('time_zone', models.CharField(default='UTC', max_length=40, validators=[profiles.models.profile.check_time_zone])),
                    ('target_role', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.role')),
                    ('target_level', models.CharField(choices=[('entry', 'Entry'), ('mid', 'Mid'), ('senior', 'Senior'), ('staff', 'Staff or principal'), ('executive', 'Director and above')], default='entry', max_length=10)),
                    ('hours_per_week', models.DecimalField(decimal_places=1, default=8, help_text='Hours you can learn in a week, 0.5 to 80.', max_digits=4, validators=[django.core.validators.MinValueValidator(0.5), django.core.validators.MaxValueValidator(80)])),
                    ('off_weeks', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), blank=True, default=list, help_text='Mondays of weeks without learning.', size=None)),
                    ('terms_version', models.CharField(blank=True, max_length=20)),
                    ('terms_accepted_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('review_days', []), _negated=True), fields=['user'], name='profiles_profile_review_days')],
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('handle'), condition=models.Q(('handle', ''), _negated=True), name='profiles_profile_handle_is_unique', violation_error_message='Somebody else has this handle.'), models.CheckConstraint(condition=models.Q(('hours_per_week__gte', 0.5), ('hours_per_week__lte', 80)), name='profiles_profile_hours_per_week_are_possible'), models.CheckConstraint(condition=models.Q(models.Q(('terms_accepted_at__isnull', True), ('terms_version', '')), models.Q(models.Q(('terms_version', ''), _negated=True), ('terms_accepted_at__isnull', False)), _connector='OR'), name='profiles_profile_terms_have_version_and_time'), models.CheckConstraint(condition=models.Q(('review_days__contained_by', [0, 1, 2, 3, 4, 5, 6])), name='profiles_profile_review_days_are_weekdays'), models.CheckConstraint(condition=models.Q(('review_hours__gte', 0.5), ('review_hours__lte', 12)), name='profiles_profile_review_hours_fit_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Project',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='projects', to=settings.AUTH_USER_MODEL)),
                    ('title', models.CharField(max_length=120)),
                    ('summary', models.TextField(blank=True, max_length=2000)),
                    ('outcome', models.CharField(blank=True, max_length=280)),
                    ('url', models.URLField(blank=True)),
                    ('skills', models.ManyToManyField(blank=True, related_name='+', to='roles.skill')),
                ],
                options={
                    'ordering': ['-created_at', '-pk'],
                    'indexes': [models.Index(fields=['user', '-created_at'], name='profiles_pr_user_id_a876e5_idx')],
                },
            ),
            migrations.CreateModel(
                name='Block',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('blocker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to=settings.AUTH_USER_MODEL)),
                    ('blocked', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocked_by', to=settings.AUTH_USER_MODEL)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['-created_at', '-pk'],
                    'constraints': [models.UniqueConstraint(fields=('blocker', 'blocked'), name='profiles_block_once_per_pair'), models.CheckConstraint(condition=models.Q(('blocker', models.F('blocked')), _negated=True), name='profiles_block_nobody_blocks_oneself')],
                },
            ),
            migrations.CreateModel(
                name='AbuseReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='abuse_reports', to=settings.AUTH_USER_MODEL)),
                    ('reported', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports_about', to=settings.AUTH_USER_MODEL)),
                    ('mentorship', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='profiles.mentorship')),
                    ('text', models.TextField(max_length=2000)),
                    ('created_at', models.DateTimeField()),
                    ('handled_at', models.DateTimeField(blank=True, null=True)),
                    ('handled_by_id', models.BigIntegerField(blank=True, null=True)),
                    ('note', models.TextField(blank=True, db_default='', default='', help_text='What was found and done. Neither side sees it.', max_length=2000, verbose_name="operators' note")),
                ],
                options={
                    'ordering': ['handled_at', '-created_at'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('handled_at__isnull', True)), fields=('reporter', 'reported'), name='profiles_abusereport_one_open_per_pair'), models.CheckConstraint(condition=models.Q(models.Q(('handled_at__isnull', True), ('handled_by_id__isnull', True)), models.Q(('handled_at__isnull', False), ('handled_by_id__isnull', False)), _connector='OR'), name='profiles_abusereport_end_has_its_actor')],
                },
            ),
            migrations.CreateModel(
                name='HeldSkill',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held_skills', to=settings.AUTH_USER_MODEL)),
                    ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.skill')),
                    ('claimed_level', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(5)])),
                    ('verified_level', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(5)])),
                    ('verified_on', models.DateField(blank=True, null=True)),
                    ('verifier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('verifier_name', models.CharField(blank=True, max_length=80)),
                    ('expires_on', models.DateField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('user', 'skill'), name='profiles_heldskill_one_row_per_skill'), models.CheckConstraint(condition=models.Q(('claimed_level__range', (0, 5)), ('claimed_level__isnull', True), _connector='OR'), name='profiles_heldskill_claimed_level_is_0_to_5'), models.CheckConstraint(condition=models.Q(('verified_level__range', (0, 5)), ('verified_level__isnull', True), _connector='OR'), name='profiles_heldskill_verified_level_is_0_to_5'), models.CheckConstraint(condition=models.Q(models.Q(('verified_level__isnull', True), ('verified_on__isnull', True)), models.Q(('verified_level__isnull', False), ('verified_on__isnull', False)), _connector='OR'), name='profiles_heldskill_verified_level_has_its_date'), models.CheckConstraint(condition=models.Q(('verifier__isnull', True), models.Q(('verifier', models.F('user')), _negated=True), _connector='OR'), name='profiles_heldskill_nobody_verifies_oneself')],
                },
            ),
            migrations.CreateModel(
                name='SkillEvidence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('held_skill', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='profiles.heldskill')),
                    ('kind', models.CharField(choices=[('step', 'Finished step'), ('waiver', 'Waived step'), ('project', 'Project'), ('certification', 'Certification'), ('link', 'Link')], max_length=13)),
                    ('reference', models.CharField(help_text="What it is, once per skill, such as a step's key.", max_length=160)),
                    ('label', models.CharField(max_length=160)),
                    ('url', models.URLField(blank=True, max_length=500)),
                    ('level', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(5)])),
                ],
                options={
                    'verbose_name_plural': 'skill evidence',
                    'ordering': ['-created_at', '-pk'],
                    'constraints': [models.UniqueConstraint(fields=('held_skill', 'kind', 'reference'), name='profiles_skillevidence_counts_once')],
                },
            ),
            migrations.CreateModel(
                name='HeldSkillChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('held_skill', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='profiles.heldskill')),
                    ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('action', models.CharField(choices=[('claimed', 'Claimed'), ('unclaimed', 'Made unrated'), ('evidenced', 'Evidence added'), ('evidence_removed', 'Evidence removed'), ('verified', 'Verified'), ('verification_undone', 'Verification undone')], max_length=20)),
                    ('from_level', models.PositiveSmallIntegerField(null=True)),
                    ('to_level', models.PositiveSmallIntegerField(null=True)),
                    ('actor_id', models.BigIntegerField()),
                    ('actor_name', models.CharField(max_length=80)),
                    ('reason', models.CharField(blank=True, max_length=280)),
                ],
                options={
                    'ordering': ['-at', '-pk'],
                    'indexes': [models.Index(fields=['held_skill', '-at'], name='profiles_he_held_sk_d20c28_idx')],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e0a5cbe39854062d2b312c18e10bd711e6415513', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_21bef', table='profiles_heldskillchange', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='EarnedCertification',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_default=django.db.models.functions.datetime.Now())),
                    ('updated_at', models.DateTimeField(auto_now=True, db_default=django.db.models.functions.datetime.Now())),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earned_certifications', to=settings.AUTH_USER_MODEL)),
                    ('certification', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roles.certification')),
                    ('issued_on', models.DateField()),
                    ('expires_on', models.DateField(blank=True, null=True)),
                    ('credential_id', models.CharField(blank=True, max_length=120)),
                    ('credential_url', models.URLField(blank=True)),
                ],
                options={
                    'ordering': ['expires_on', '-issued_on', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('expires_on__isnull', True), ('expires_on__gt', models.F('issued_on')), _connector='OR'), name='profiles_earnedcertification_expires_after_issue', violation_error_message='The expiry must be after the issue.'), models.UniqueConstraint(condition=models.Q(('credential_id', ''), _negated=True), fields=('user', 'certification', 'credential_id'), name='profiles_earnedcertification_credential_id_is_unique', violation_error_message='You have already added this credential.')],
                },
            ),
        ]),
    ]
