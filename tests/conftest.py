"""What all tests share: a clean environment, and `--update` for the golden conversations."""

import os

import pytest

for name in [name for name in os.environ if name.startswith("MEANTIME_")]:
    del os.environ[name]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="Rewrite the golden conversations as they are now.")
