"""Ask for a mentor, and choose what a mentor sees."""

from typing import Any, cast

from django import forms

from profiles.models import Mentorship, Scope, User
from roadmaps.models import Enrollment

READY_MESSAGE = (
    "I am working through a roadmap and would like somebody with experience to "
    "look at what I build. It takes about half an hour a week: you read what I "
    "send, say what is missing, and confirm what I can do. You can stop any time."
)


class RoadmapsField(forms.ModelMultipleChoiceField):
    """Enrollments to choose from, each by the title of its roadmap."""

    def label_from_instance(self, obj: Enrollment) -> str:
        """Return the roadmap's title."""
        return obj.roadmap.title


class SharingForm(forms.Form):
    """Which roadmaps a mentor sees, and how much of the rest."""

    enrollments = RoadmapsField(
        queryset=Enrollment.objects.none(),
        label="Roadmaps",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one roadmap."},
    )
    scopes = forms.MultipleChoiceField(
        choices=Scope,
        label="What your mentor may see and do",
        help_text="You can change this any time.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )

    def __init__(self, *args: Any, learner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Enrollment.objects.of(learner).current()
        self.offered = own.select_related("roadmap")
        cast("RoadmapsField", self.fields["enrollments"]).queryset = self.offered


class InviteForm(SharingForm):
    """Who to ask, for what, in which words."""

    email = forms.EmailField(
        required=False,
        max_length=254,
        label="E-mail address of the person you ask",
        help_text="Leave it empty to get a link that you pass on yourself.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    message = forms.CharField(
        required=False,
        max_length=1000,
        label="Your message",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    field_order = ["email", "message", "enrollments", "scopes"]

    def __init__(self, *args: Any, learner: User, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "message": READY_MESSAGE,
                "scopes": [Scope.STEPS, Scope.PROFILE],
                "enrollments": list(
                    Enrollment.objects.of(learner)
                    .current()
                    .values_list("pk", flat=True)
                ),
            },
        )
        super().__init__(*args, learner=learner, **kwargs)


class ReportForm(forms.Form):
    """What somebody did, in the words of whom it was done to."""

    text = forms.CharField(
        label="What happened?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Say what happened."},
    )


def sharing_of(mentorship: Mentorship) -> dict[str, Any]:
    """Return what a mentorship shares now, for the form to open with."""
    return {
        "scopes": mentorship.scopes,
        "enrollments": [row.enrollment_id for row in mentorship.enrollments.all()],
    }
