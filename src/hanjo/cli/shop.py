"""A shop to work with: database running, Django ready, tables up to date."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

from hanjo.cli.say import note, problem
from hanjo.config.borrowed import borrowed
from hanjo.config.home import Home, home
from hanjo.config.postgres import PostgresError
from hanjo.kernel.actor import Actor

OPERATOR = Actor.system("cli")
OLDEST = 150000


@contextmanager
def shop(process: str = "cli", *, migrate: bool = True) -> Iterator[Home]:
    """Give the block a working shop, and leave the database as it was found."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanjo.config.settings")
    os.environ.setdefault("HANJO_PROCESS", process)
    place = home()
    try:
        with borrowed(place):
            wake_django()
            _refuse_old_server()
            if migrate:
                migrate_tables()
            yield place
    except PostgresError as error:
        problem(str(error))
        raise SystemExit(3) from error


def wake_django() -> None:
    """Load the settings, every module's tables and every verb."""
    import django

    from hanjo.config.modules import load_commands

    django.setup()
    load_commands()


def migrate_tables() -> bool:
    """Bring the tables up to date; tell whether there was anything to do. Two processes do it in turn."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    def waiting() -> bool:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    if not waiting():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended('hanjo.migrate', 0))")
        try:
            if waiting():
                note("データベースの表を整えています…")
                gc.disable()  # hundreds of states of all tables are made and kept: looking for rubbish costs a quarter
                call_command("migrate", interactive=False, verbosity=0)
        finally:
            gc.enable()
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended('hanjo.migrate', 0))")
    return True


def _refuse_old_server() -> None:
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        problem(f"データベースにつながりません。{error}", "HANJO_DATABASE_URL をお確かめください。")
        raise SystemExit(3) from error
    if connection.connection.info.server_version < OLDEST:
        problem("PostgreSQL 15 以上が要ります。", "HANJO_DATABASE_URL の接続先を新しくしてください。")
        raise SystemExit(3)
