import asyncio
import resource
import shutil
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from handlers.facts import RemarkKept
from storage.database import (
    FOLDER,
    HURRY_MS,
    Database,
    DatabaseDamaged,
    DatabaseEmpty,
    DatabaseForeign,
    DatabaseRefused,
    DatabaseTooNew,
    DoesNotFit,
    from_ms,
    migrations,
    open_database,
    to_ms,
)
from storage.vault import KEY_BYTES, Vault, VaultError
from tests.storage.house import CLIENT, MIA, NOW, joined, rows, write


async def count(database: Database) -> object:
    return (await rows(database, "select count(*) from contact"))[0][0]


def left(before: set[threading.Thread]) -> list[threading.Thread]:
    """The threads that have come since and do not end."""
    since = [one for one in threading.enumerate() if one not in before]
    for one in since:
        one.join(5)
    return [one for one in since if one.is_alive()]


async def test_a_fresh_file_gets_all_tables_and_only_its_owner_may_read_it(empty: Database, path: Path) -> None:
    tables = {row[0] for row in await rows(empty, "select name from sqlite_master where type = 'table'")}
    assert {"therapist", "client", "contact", "request", "answer", "rating", "alert", "letter", "arrival"} <= tables
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


async def test_every_table_is_strict_and_foreign_keys_hold(database: Database) -> None:
    loose = "select name from pragma_table_list where schema = 'main' and strict = 0 and name not like 'sqlite%'"
    assert await rows(database, loose) == []
    assert await rows(database, "pragma foreign_key_check") == []
    for connection in (database.writer, database.reader):
        assert list(await connection.execute_fetchall("pragma foreign_keys")) == [(1,)]
        assert list(await connection.execute_fetchall("pragma synchronous")) == [(2,)]
        assert list(await connection.execute_fetchall("pragma journal_mode")) == [("wal",)]


async def test_the_reader_only_reads(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError):
        await database.reader.execute("delete from contact")


def test_migrations_are_numbered_without_gaps() -> None:
    assert [number for number, _ in migrations()] == list(range(1, len(migrations()) + 1))
    assert len(list((FOLDER / "schema").iterdir())) == len(migrations())


async def test_opening_again_changes_nothing(database: Database, path: Path, vault: Vault) -> None:
    before = await count(database)
    async with await open_database(path, vault) as again:
        assert await count(again) == before


async def test_two_may_open_a_fresh_file_at_once(path: Path, vault: Vault) -> None:
    async def work() -> object:
        async with await open_database(path, vault) as one:
            return await count(one)

    assert list(await asyncio.gather(work(), work())) == [0, 0]


async def test_a_migration_is_done_whole_or_not_at_all(path: Path, vault: Vault) -> None:
    schema = path.parent / "schema"
    shutil.copytree(FOLDER / "schema", schema)
    next_one = schema / f"{len(migrations()) + 1:04}_next.sql"
    next_one.write_text("create table half (id integer) strict;\nselect nonsense;\n")
    with pytest.raises(DoesNotFit):
        await open_database(path, vault, schema)
    async with await open_database(path, vault) as database:
        assert await rows(database, "select name from sqlite_master where name = 'half'") == []
    next_one.write_text("create table half (id integer) strict;\n")
    async with await open_database(path, vault, schema) as database:
        assert await rows(database, "select * from half") == []
    with pytest.raises(DatabaseTooNew):
        await open_database(path, vault)


async def test_a_database_of_a_newer_version_is_left_alone(database: Database, path: Path, vault: Vault) -> None:
    await database.writer.execute("pragma user_version = 99")
    with pytest.raises(DatabaseTooNew, match="newer Meantime"):
        await open_database(path, vault)


async def test_another_key_is_refused_at_the_door(database: Database, path: Path) -> None:
    with pytest.raises(VaultError, match="restore the key file"):
        await open_database(path, Vault([bytes(KEY_BYTES)]))


async def test_a_new_key_may_stand_before_the_old_one_and_both_are_needed_from_then_on(
    database: Database, path: Path, vault: Vault
) -> None:
    old, new = bytes(range(KEY_BYTES)), bytes(KEY_BYTES)
    await (await open_database(path, Vault([new, old]))).close()
    for lacking in ([old], [new], [old, new]):
        with pytest.raises(VaultError, match="restore the key file"):
            await open_database(path, Vault(lacking))
    async with await open_database(path, Vault([new, old])) as again:
        assert len(await rows(again, "select * from key_check")) == 2


@pytest.mark.parametrize("where", ["no/such/folder/practice.sqlite", "."])
async def test_a_path_that_cannot_be_opened_is_refused(tmp_path: Path, vault: Vault, where: str) -> None:
    with pytest.raises(DatabaseRefused, match="check its folder and rights"):
        await open_database(tmp_path / where, vault)


async def test_an_empty_file_is_not_taken_for_a_new_database(path: Path, vault: Vault) -> None:
    path.touch()
    with pytest.raises(DatabaseEmpty, match="restore the latest backup, or remove it"):
        await open_database(path, vault)
    assert path.stat().st_size == 0


async def test_a_file_that_is_no_database_is_named_damaged(path: Path, vault: Vault) -> None:
    path.write_bytes(b"not a database " * 100)
    with pytest.raises(DatabaseDamaged, match="restore the latest backup"):
        await open_database(path, vault)


@pytest.mark.parametrize("version", [0, 1, 99])
async def test_another_programs_database_is_left_alone(path: Path, vault: Vault, version: int) -> None:
    other = sqlite3.connect(path)
    other.executescript(f"create table bookmark (id integer); pragma user_version = {version}")
    other.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseForeign, match=r"storage\.path"):
        await open_database(path, vault)
    assert path.read_bytes()[100:] == before[100:]


async def test_a_damaged_page_is_named_damaged(database: Database, path: Path, vault: Vault) -> None:
    await database.writer.execute("pragma wal_checkpoint(truncate)")
    await database.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(DatabaseDamaged):
        await open_database(path, vault)


async def test_locked_by_another_process_is_refused_and_works_later(database: Database, path: Path) -> None:
    await database.writer.execute("pragma busy_timeout = 10")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(DatabaseRefused):
        await database.probe()
    with pytest.raises(DatabaseRefused):
        await write(database, joined(MIA, CLIENT))
    other.execute("rollback")
    other.close()
    await database.probe()
    await write(database, joined(MIA, CLIENT))


async def test_full_is_refused_and_nothing_of_it_is_kept(database: Database) -> None:
    before = await count(database)
    await database.writer.execute("pragma max_page_count = 1")
    with pytest.raises(DatabaseRefused):
        await write(database, *(RemarkKept(f"telegram:{number}", CLIENT, "x" * 500, NOW) for number in range(1000)))
    assert await count(database) == before
    assert await rows(database, "select count(*) from remark") == [(0,)]
    await database.writer.execute("pragma max_page_count = 1000000")
    await write(database, joined(MIA, CLIENT))


async def test_a_disk_that_takes_nothing_more_is_found_by_the_probe(database: Database, path: Path) -> None:
    log = path.with_name(path.name + "-wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
    try:
        with pytest.raises(DatabaseRefused):
            await database.probe()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    await database.probe()
    assert await rows(database, "pragma user_version") == [(len(migrations()),)]


async def test_in_a_hurry_nobody_waits_for_another_program(database: Database, path: Path) -> None:
    await database.hurry()
    assert list(await database.writer.execute_fetchall("pragma busy_timeout")) == [(HURRY_MS,)]


async def test_read_only_is_refused(database: Database) -> None:
    await database.writer.execute("pragma query_only = on")
    with pytest.raises(DatabaseRefused):
        await write(database, joined(MIA, CLIENT))
    await database.writer.execute("pragma query_only = off")
    await write(database, joined(MIA, CLIENT))


async def test_a_query_refused_by_the_reader_has_our_name_too(database: Database) -> None:
    await database.writer.execute("alter table moment rename to moments")
    with pytest.raises(DoesNotFit):
        await database.sql.moments_due(database.reader, now=0, limit=1)


async def test_what_goes_wrong_inside_leaves_nothing_behind(database: Database) -> None:
    before = await count(database)

    async def work() -> None:
        async with database.transaction() as connection:
            await connection.execute("delete from contact")
            raise KeyError

    with pytest.raises(KeyError):
        await work()
    assert await count(database) == before


@pytest.mark.parametrize("statements", range(4))
async def test_a_transaction_cancelled_anywhere_leaves_nothing_behind_and_the_door_open(
    database: Database, statements: int
) -> None:
    """Cancelled at the `begin`, or after some statements."""
    before = await count(database)
    reached = asyncio.Event()

    async def work() -> None:
        if statements == 0:
            reached.set()
        async with database.transaction() as connection:
            for number in range(10):
                if number + 1 == statements:
                    reached.set()
                await connection.execute("delete from contact where rowid % 10 = ?", (number,))

    task = asyncio.create_task(work())
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await count(database) == before
    await write(database, joined(MIA, CLIENT))


async def test_transactions_wait_for_each_other(database: Database) -> None:
    order: list[str] = []

    async def work(name: str) -> None:
        async with database.transaction():
            order.append(name)
            await asyncio.sleep(0)
            order.append(name)

    await asyncio.gather(work("a"), work("b"), work("c"))
    assert order == ["a", "a", "b", "b", "c", "c"]


async def test_a_closed_connection_leaves_no_thread(path: Path, vault: Vault) -> None:
    before = set(threading.enumerate())
    async with await open_database(path, vault):
        assert set(threading.enumerate()) - before
    assert left(before) == []


async def test_a_database_that_cannot_be_used_leaves_no_thread(database: Database, path: Path, vault: Vault) -> None:
    """Another key, a newer version, no database at all."""
    before = set(threading.enumerate())
    with pytest.raises(VaultError):
        await open_database(path, Vault([bytes(KEY_BYTES)]))
    await database.writer.execute("pragma user_version = 99")
    with pytest.raises(DatabaseTooNew):
        await open_database(path, vault)
    (path.parent / "other.sqlite").write_bytes(b"x" * 5000)
    with pytest.raises(DatabaseDamaged):
        await open_database(path.parent / "other.sqlite", vault)
    assert left(before) == []


def test_instants_survive_as_milliseconds_and_never_come_early() -> None:
    assert from_ms(to_ms(NOW)) == NOW
    late = NOW.replace(microsecond=999_999)
    assert from_ms(to_ms(late)) == late.replace(microsecond=999_000)
