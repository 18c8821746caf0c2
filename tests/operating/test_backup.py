"""A backup is only one that was restored and compared."""

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from careersite.backup.address import address_of
from careersite.backup.content import spent_sequences, table_hashes
from careersite.backup.drill import run_drill
from careersite.backup.files import BackupError, dump, restore
from careersite.models import BackupRun
from profiles.models import Notice
from tests.factories.profiles import UserFactory

NOTICES = 1_000_000


def raw():
    """Return the driver's own connection, inside the test's transaction."""
    connection.ensure_connection()
    return connection.connection


def test_a_hash_tells_of_any_changed_row_and_of_that_table_alone(learner):
    before = table_hashes(raw())

    type(learner).objects.filter(pk=learner.pk).update(name="Somebody else")

    after = table_hashes(raw())
    assert {name for name in after if after[name] != before[name]} == {
        "public.profiles_user"
    }
    assert "public.procrastinate_jobs" in after


def test_a_hash_does_not_depend_on_the_order_of_rows(learner, other_learner):
    before = table_hashes(raw())["public.profiles_user"]

    # An update that changes nothing moves the row behind the others.
    type(learner).objects.filter(pk=learner.pk).update(name=learner.name)

    assert table_hashes(raw())["public.profiles_user"] == before


def test_a_sequence_that_lags_behind_its_column_is_found(learner):
    with connection.cursor() as cursor:
        # Not setval, which outlives the test.
        cursor.execute("ALTER SEQUENCE profiles_user_id_seq RESTART 1")
        cursor.execute("SELECT max(id) FROM profiles_user")
        held = cursor.fetchone()[0]

    spent = spent_sequences(raw())

    assert [(one.name, one.handed_out, one.held) for one in spent] == [
        ("public.profiles_user_id_seq", 1, held)
    ]


def test_what_cannot_be_written_or_read_is_said_in_words(tmp_path, settings):
    name = settings.DATABASES["default"]["NAME"]
    broken = tmp_path / "broken.dump"
    broken.write_bytes(b"no dump")

    with pytest.raises(BackupError, match="cannot be written: No such file"):
        dump(tmp_path / "missing" / "site.dump")
    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", tmp_path / "missing.dump", into="elsewhere")
    with pytest.raises(CommandError, match=r"exists\. Name a new one"):
        call_command("restore", broken, into=name)


def test_a_broken_file_leaves_no_half_database(tmp_path):
    broken = tmp_path / "broken.dump"
    broken.write_bytes(b"no dump")

    with pytest.raises(BackupError, match="pg_restore failed"):
        restore(broken, into="half_a_database")

    with psycopg.connect(address_of("postgres")) as server:
        names = server.execute("SELECT datname FROM pg_database").fetchall()
    assert ("half_a_database",) not in names


@pytest.mark.assure(id="S56")
@pytest.mark.django_db(transaction=True)
def test_a_restored_database_equals_the_one_that_was_dumped(figure):
    person = UserFactory()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO profiles_notice"
            " (user_id, key, kind, text, url, mail, created_at)"
            " SELECT %s, 'key ' || n, 'comment', repeat(md5(n::text), 8), '/me/',"
            " 'off', now() FROM generate_series(1, %s) n",
            [person.pk, NOTICES],
        )

    drill = run_drill(url=connection.connection.info.dsn)

    gigabytes = drill.database_size / 2**30
    minutes = (drill.dump_seconds + drill.restore_seconds) / 60
    figure(
        f"{drill.tables} tables, {NOTICES:,} rows, {gigabytes:.2f} GB:"
        f" {len(drill.different)} differ, {len(drill.spent)} sequences spent;"
        f" dump {drill.dump_seconds:.0f} s, restore {drill.restore_seconds:.0f} s,"
        f" {minutes / gigabytes:.1f} min/GB"
    )
    assert Notice.objects.count() == NOTICES
    assert drill.is_passed, drill
    assert minutes / gigabytes < 10


@pytest.mark.assure(id="S56")
@pytest.mark.django_db(transaction=True)
def test_the_drill_notes_whether_it_proved_the_backup(monkeypatch, capsys):
    held = UserFactory().pk
    monkeypatch.setenv("DATABASE_DIRECT_URL", connection.connection.info.dsn)
    lags = "ALTER SEQUENCE profiles_user_id_seq RESTART {}"

    call_command("restore_drill")
    with connection.cursor() as cursor:
        cursor.execute(lags.format(1))
        with pytest.raises(CommandError, match="profiles_user_id_seq"):
            call_command("restore_drill")
        cursor.execute(lags.format(held + 1))

    failed, passed = BackupRun.objects.latest_of(BackupRun.Kind.DRILL)
    assert "tables equal, all sequences usable." in capsys.readouterr().out
    assert passed.is_passed
    assert not failed.is_passed
