"""A backup is only one that was restored and compared."""

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg.conninfo import make_conninfo

from careersite.backup import BackupError
from careersite.backup.address import address_of
from careersite.backup.content import spent_sequences, table_hashes
from careersite.backup.drill import run_drill
from careersite.backup.files import dump, restore
from careersite.backup.programs import client
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
    whole = tmp_path / "whole.dump"
    dump(whole, url=address_of("postgres"))

    with pytest.raises(BackupError, match="cannot be written: No such file"):
        dump(tmp_path / "missing" / "site.dump")
    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", tmp_path / "missing.dump", into="elsewhere")
    with pytest.raises(CommandError, match=r"exists\. Name a new one"):
        call_command("restore", whole, into=name)


def test_a_broken_file_leaves_no_half_database(tmp_path):
    broken = tmp_path / "broken.dump"
    broken.write_bytes(b"no dump")

    with pytest.raises(BackupError, match="pg_restore failed"):
        restore(broken, into="half_a_database")

    with psycopg.connect(address_of("postgres")) as server:
        names = server.execute("SELECT datname FROM pg_database").fetchall()
    assert ("half_a_database",) not in names


def programs_of(version, folder):
    """Put programs into a folder that say they are of a version, and do no more."""
    for name in ("pg_dump", "pg_restore"):
        path = folder / name
        path.write_text(f'#!/bin/sh\necho "{name} (PostgreSQL) {version} (Debian)"\n')
        path.chmod(0o755)


def test_programs_are_those_of_the_server_s_version_wherever_they_are(
    monkeypatch, tmp_path
):
    chosen, on_the_path = tmp_path / "chosen", tmp_path / "on the path"
    for folder, version in ((chosen, "98.1"), (on_the_path, "97.2")):
        folder.mkdir()
        programs_of(version, folder)
    monkeypatch.setenv("CAREERSITE_PG_BIN", str(chosen))
    monkeypatch.setenv("PATH", f"{tmp_path}:{on_the_path}")

    assert client("pg_dump", major=98) == str(chosen / "pg_dump")
    assert client("pg_restore", major=97) == str(on_the_path / "pg_restore")


def test_without_programs_of_the_server_s_version_what_to_install_is_said(
    monkeypatch, tmp_path
):
    programs_of("98devel", tmp_path)
    (tmp_path / "psql").write_text("no program")
    (tmp_path / "psql").chmod(0o755)
    monkeypatch.setenv("CAREERSITE_PG_BIN", str(tmp_path))

    with pytest.raises(BackupError, match="install postgresql-client-99, or name"):
        client("pg_dump", major=99)
    with pytest.raises(BackupError, match="there is no psql of that version"):
        client("psql", major=99)


@pytest.fixture
def short_handed(monkeypatch):
    """The server's address with a role that may not create databases."""
    with psycopg.connect(address_of("postgres"), autocommit=True) as server:
        server.execute("CREATE ROLE short_handed LOGIN")
        url = make_conninfo(address_of("postgres"), user="short_handed")
        monkeypatch.setenv("DATABASE_DIRECT_URL", url)
        yield url
        server.execute("DROP ROLE short_handed")


@pytest.mark.django_db
def test_a_role_that_may_not_create_databases_is_told_what_it_lacks(
    short_handed, tmp_path
):
    dump(tmp_path / "site.dump")

    with pytest.raises(CommandError, match='ALTER ROLE "short_handed" CREATEDB'):
        call_command("restore", tmp_path / "site.dump", into="elsewhere")
    with pytest.raises(CommandError, match='ALTER ROLE "short_handed" CREATEDB'):
        call_command("restore_drill")

    drill = BackupRun.objects.latest_of(BackupRun.Kind.DRILL).get()
    assert not drill.is_passed
    assert "may not create databases" in drill.said


@pytest.mark.django_db
def test_a_server_that_is_away_ends_each_command_in_words(monkeypatch, tmp_path):
    (tmp_path / "old.dump").touch()
    monkeypatch.setenv("DATABASE_DIRECT_URL", f"postgresql:///site?host={tmp_path}")

    for command in (
        ("backup", tmp_path / "site.dump"),
        ("restore", tmp_path / "old.dump", "--into=elsewhere"),
        ("restore_drill",),
    ):
        with pytest.raises(CommandError, match="The database server said: connection"):
            call_command(*command)

    kinds = BackupRun.objects.filter(file_bytes=None).values_list("kind", flat=True)
    assert sorted(kinds) == ["backup", "drill"]
    assert [path.name for path in tmp_path.iterdir()] == ["old.dump"]


def test_a_restored_database_is_made_as_the_dumped_one_was(tmp_path):
    options = "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'"
    with psycopg.connect(address_of("postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "made ""so" WITH {options}')
        dump(tmp_path / "so.dump", url=address_of('made "so'))
        restore(tmp_path / "so.dump", into="made_again")
        made = server.execute(
            "SELECT datlocprovider, datcollate FROM pg_database"
            " WHERE datname IN ('made \"so', 'made_again')"
        ).fetchall()
        for name in ('"made ""so"', "made_again"):
            server.execute(f"DROP DATABASE {name}")

    assert made == [("c", "C")] * 2


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
