"""A database of its own for each test, with an entered practice or without."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database, open_database
from storage.vault import KEY_BYTES, Vault
from tests.storage.house import CLIENT, OTHER, enter


@pytest.fixture
def vault() -> Vault:
    return Vault([bytes(range(KEY_BYTES))])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "practice.sqlite"


@pytest.fixture
async def empty(path: Path, vault: Vault) -> AsyncIterator[Database]:
    async with await open_database(path, vault) as database:
        yield database


@pytest.fixture
async def database(empty: Database) -> Database:
    await enter(empty, CLIENT, OTHER)
    return empty
