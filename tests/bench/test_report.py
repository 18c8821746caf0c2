"""The bench says what it measured, beside its bar, and nothing else."""

from careersite.bench import report
from careersite.bench.measuring import Compared, Cost
from careersite.bench.processes import used_between
from careersite.bench.subjects import Call, Subject

ROADMAP = "learner's roadmap, 40 steps"
BARE = Cost(cpu_ms=4, p50_ms=5, p95_ms=9)


def subject(**values):
    known = {"name": ROADMAP, "reference": "bare roadmap view", "bar": 2.5}
    return Subject(**{**known, "calls": [Call("/me/")], **values})


def row(ratio, **values):
    cost = Cost(cpu_ms=4 * ratio, p50_ms=11, p95_ms=20)
    compared = Compared(cost, BARE, ratio, ratio - 0.1, ratio + 0.1)
    return report.row_of(subject(**values), compared)


def result(*rows):
    return {
        "date": "2026-11-20",
        "machine": {"cores": 2, "memory_gb": 8},
        "memory_mb": 99.6,
        "rows": rows,
    }


def test_a_bar_is_met_up_to_its_own_value():
    assert report.verdict(row(2.5)) == "met"
    assert report.verdict(row(3.0)) == "20% over"


def test_too_many_queries_miss_the_bar_whatever_the_ratio():
    assert report.verdict(row(1, query_bar=12, queries=14)) == "2 queries over"
    assert report.verdict(row(5, query_bar=12, queries=14)) == (
        "100% over, 2 queries over"
    )


def test_what_has_no_bar_is_not_judged():
    assert report.verdict(row(9, bar=None)) == ""


def test_what_was_not_measured_says_so_and_why():
    missing = report.row_of(subject(remark="too few people"), None)

    assert report.verdict(missing) == "not measured: too few people"
    assert "not measured: too few people" in report.as_text([missing])


def test_memory_is_told_in_megabytes_beside_its_bar():
    export = subject(name="export", reference="more than 200 take", bar=10, unit="MB")

    table = report.as_markdown({"1000": result(report.memory_row(export, 12.34))})

    assert "| export | ≤ 10 MB more than 200 take | 12.3 MB: 23% over |" in table


def test_a_web_process_that_grows_misses_its_bar():
    held, grew = report.held_rows(10_000, half=120.0, end=130.0)

    assert (report.verdict(held), report.verdict(grew)) == ("met", "400% over")


def test_growth_has_a_bar_of_its_own_beside_the_smaller_population():
    compared = Compared(BARE, BARE, 1.5, 1.4, 1.6)
    grew = report.growth_row(subject(query_bar=12, queries=8), compared, since=1000)

    table = report.as_markdown({"1000": result(row(2.0)), "100000": result(grew)})

    said = f"≤ 1.2 {report.TIMES} with 1,000 learners"
    assert f"| growth: {ROADMAP} | {said} | not measured | 1.5" in table
    assert report.verdict(grew) == "25% over"


def test_the_table_has_a_column_for_each_population_and_keeps_the_text_around():
    table = report.as_markdown(
        {"100000": result(), "1000": result(row(2.0, queries=8, query_bar=12))}
    )
    document = f"Before\n{report.BEGIN}\nold\n{report.END}\nAfter\n"

    written = report.put_into(document, table)

    assert "| Work | Bar | 1,000 learners | 100,000 learners |" in table
    assert "8 queries: met | not measured |" in table
    assert written.startswith("Before\n")
    assert written.endswith("\nAfter\n")
    assert "old" not in written
    assert report.put_into(written, table) == written


def test_what_was_measured_anew_takes_the_place_of_what_was_known():
    old = result(row(2.0), row(1.0, name="gap"))

    new = report.renewed(old, {**result(row(3.0, name="gap")), "date": "2026-11-21"})

    assert [one["ratio"] for one in new["rows"]] == [2.0, 3.0]
    assert new["date"] == "2026-11-21"
    assert report.renewed(None, old) == old


def test_a_subject_survives_being_written_down():
    asked = subject(calls=[Call("/x/", "POST", {"A": "b"}, {"part": "part-1"})])

    assert Subject.from_json(asked.to_json()) == asked


def test_time_of_a_process_begun_meanwhile_counts_whole():
    assert used_between({1: 2.0, 3: 5.0}, {1: 2.5, 2: 0.25}) == 0.75
