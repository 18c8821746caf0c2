"""Groups made again after a flush hold all that the migrations gave them."""

from django.contrib.auth.models import Group

from tests.groups import group, make_groups


def permissions():
    return {
        (name, *permission)
        for name in ("Editors", "Publishers")
        for permission in group(name).permissions.values_list(
            "content_type__app_label", "codename"
        )
    }


def test_groups_made_again_are_the_same(db):
    born = permissions()

    Group.objects.all().delete()
    make_groups()

    assert born
    assert permissions() == born
