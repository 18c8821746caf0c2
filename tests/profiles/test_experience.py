"""Work and education, on the page and by API (rule 14)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.models import EducationEntry, WorkEntry
from profiles.models.experience import is_before
from profiles.services.experience import ENTRIES_MAX

JOB = {
    "employer": "Corner Shop",
    "position": "Support engineer",
    "started": "2021-05",
    "ended": "2024",
    "location": "Lisbon",
    "url": "shop.example.org",
    "summary": "Answered what the others could not.",
    "highlights": "Halved the waiting time\r\n\r\n  Wrote the handbook  ",
}


def text(answer):
    return " ".join(answer.content.decode().split())


def send(client, method, path, body):
    return getattr(client, method)(
        f"/api/v1/me/{path}", body, content_type="application/json"
    )


def test_a_job_is_kept_as_it_was_written(signed_in, learner):
    signed_in.post("/me/experience/work/add/", JOB)

    page = text(signed_in.get("/me/experience/"))
    kept = learner.work_entries.get()
    assert kept.highlights == ["Halved the waiting time", "Wrote the handbook"]
    assert kept.url == "https://shop.example.org"
    assert "Corner Shop, 2021-05 to 2024" in page
    assert "Wrote the handbook" in page


def test_a_study_is_edited_and_deleted(signed_in, learner):
    entry = EducationEntry.objects.create(user=learner, institution="Evening School")
    address = f"/me/experience/education/{entry.pk}/"

    signed_in.post(
        address, {"institution": "Evening School", "area": "Logic", "courses": "Sets"}
    )
    kept = learner.education_entries.get()
    assert (kept.area, kept.courses) == ("Logic", ["Sets"])

    asked = text(signed_in.get(f"{address}delete/"))
    signed_in.post(f"{address}delete/")
    assert "Delete “Logic, Evening School”?" in asked
    assert not learner.education_entries.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("employer", ""),
        ("started", "May 2021"),
        ("started", "2021-13"),
        ("started", "2021-02-30"),
        ("started", "2021-5"),
        ("started", "0000"),
        ("started", "٢٠٢١"),
        ("ended", "2021-04"),
        ("ended", "2020"),
        ("url", "javascript:alert(1)"),
        ("highlights", "x" * 281),
        ("highlights", "\n".join("abcdefghijklmn")),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(
    signed_in, learner, field, value
):
    answer = signed_in.post("/me/experience/work/add/", {**JOB, field: value})

    page = text(answer)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in page
    assert "Answered what the others could not." in page
    assert not learner.work_entries.exists()


def test_an_empty_page_says_how_to_begin(signed_in):
    page = text(signed_in.get("/me/experience/"))

    assert "No job yet" in page
    assert "No study yet" in page


def test_another_kind_is_not_found(signed_in):
    assert signed_in.get("/me/experience/hobbies/add/").status_code == 404


def test_there_is_an_end_to_entries(signed_in, learner):
    WorkEntry.objects.bulk_create(
        WorkEntry(user=learner, employer="Shop") for _ in range(ENTRIES_MAX)
    )

    answer = signed_in.post("/me/experience/work/add/", JOB)
    api = send(signed_in, "post", "work/", {"employer": "Shop"})

    assert "Delete one first" in text(answer)
    assert (answer.status_code, api.status_code) == (422, 400)


def test_the_page_costs_as_much_with_many_entries(
    signed_in, learner, django_assert_max_num_queries
):
    WorkEntry.objects.bulk_create(
        WorkEntry(user=learner, employer="Shop") for _ in range(20)
    )

    with django_assert_max_num_queries(6):
        signed_in.get("/me/experience/")


def test_the_api_keeps_the_same(signed_in, learner):
    made = send(
        signed_in,
        "post",
        "work/",
        {"employer": "Shop", "started": "2020", "highlights": ["Sold more"]},
    )
    changed = send(signed_in, "patch", f"work/{made.json()['id']}/", {"ended": "2022"})
    wrong = send(signed_in, "patch", f"work/{made.json()['id']}/", {"ended": "2019"})

    assert made.status_code == 201
    assert changed.json()["highlights"] == ["Sold more"]
    assert wrong.json() == {"ended": ["The end must not be before the start."]}
    assert learner.work_entries.get().ended == "2022"


def test_the_api_keeps_studies_too(signed_in, learner):
    made = send(signed_in, "post", "education/", {"institution": "School"})
    wrong = send(signed_in, "post", "education/", {"institution": "S", "started": "?"})

    assert made.status_code == 201
    assert list(wrong.json()) == ["started"]
    assert learner.education_entries.count() == 1


@given(st.dates(), st.dates(), st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]))
def test_rough_dates_are_compared_as_far_as_both_say(earlier, later, some, more):
    one, other = earlier.isoformat()[:some], later.isoformat()[:more]

    assert not (is_before(one, other) and is_before(other, one))
    if is_before(one, other):
        assert earlier < later
