import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex

from storage import models
from storage.engine import Database, open_database
from storage.migrations import alembic_config
from storage.models import Base, complete_for_postgresql
from storage.schema import SCHEMA


def test_migrations_lead_to_the_models(database: Database) -> None:
    with database.write() as connection:
        command.check(alembic_config(connection))


def test_the_newest_step_is_the_schema_that_the_code_knows(database: Database) -> None:
    with database.read() as connection:
        assert ScriptDirectory.from_config(alembic_config(connection)).get_heads() == [SCHEMA]


def test_steps_can_be_taken_back_and_taken_again(new_url: Callable[[], str]) -> None:
    with open_database(new_url()) as database:
        with database.write() as connection:
            command.downgrade(alembic_config(connection), "base")
            assert inspect(connection).get_table_names() == ["alembic_version"]
        with database.write() as connection:
            command.upgrade(alembic_config(connection), "head")
            assert set(Base.metadata.tables) < set(inspect(connection).get_table_names())


def test_an_upgrade_blocks_mentions_anew(new_url: Callable[[], str], make: Any, store: Any, dump: Any) -> None:
    url = new_url()
    with open_database(url) as database:
        store(database, [make.article("a", make.mention(parties=["Meta"]))])
        blocks = dump(database, "mention_block")
        assert blocks
        with database.write() as connection:
            older = models.MentionBlock.block + " by an older rule"
            connection.execute(update(models.MentionBlock).values(block=older))
            command.downgrade(alembic_config(connection), "0010")
    with open_database(url) as database:
        assert dump(database, "mention_block") == blocks


def test_a_new_step_names_no_type_of_ours(database: Database, tmp_path: Path) -> None:
    """What is written for a column that the database lacks must not change its meaning when our code does."""
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE feed DROP COLUMN first_seen_at")
        config = alembic_config(connection)
        ours = f"{config.get_main_option('script_location')}/versions"
        config.set_main_option("version_locations", os.pathsep.join([ours, str(tmp_path)]))
        command.revision(config, "next", autogenerate=True, version_path=str(tmp_path))
    (step,) = tmp_path.glob("*_next.py")
    assert "sa.Column('first_seen_at', sa.DateTime(timezone=True), nullable=False" in step.read_text()
    assert "UtcDateTime" not in step.read_text()


def test_every_column_that_needs_one_has_a_meaning() -> None:
    silent = [
        f"{table}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.comment is None and not column.foreign_keys
    ]
    assert silent == []


def test_what_holds_for_live_rows_holds_for_them_alone_on_both_databases() -> None:
    complete_for_postgresql(Base.metadata)
    live = [i for table in Base.metadata.tables.values() for i in table.indexes if str(i.name).endswith("_live")]
    assert len(live) > 5
    for index in live:
        for dialect in (sqlite.dialect(), postgresql.dialect()):
            made = str(CreateIndex(index).compile(dialect=dialect))
            assert made.startswith("CREATE UNIQUE INDEX")
            assert made.endswith(("WHERE closed_at IS NULL", "WHERE deleted_at IS NULL"))
