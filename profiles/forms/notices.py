"""How soon each kind of notice is mailed."""

from typing import Any

from django import forms

from profiles.models import Notice, Rhythm, User
from profiles.models.notice import CHOSEN_KINDS
from profiles.services.notice_wishes import rhythms_of


class NoticeWishesForm(forms.Form):
    """One choice per kind; clean data is what the service takes."""

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, initial=rhythms_of(user))
        for kind in CHOSEN_KINDS:
            self.fields[kind.value] = forms.ChoiceField(
                choices=Rhythm.choices, label=Notice.Kind(kind).label
            )
