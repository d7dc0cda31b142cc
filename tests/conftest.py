"""What all tests share: a clean environment, and `--update` for the golden conversations."""

import logging
import os
import sys
from collections.abc import Iterator

import pytest
import structlog

for name in [name for name in os.environ if name.startswith("MEANTIME_")]:
    del os.environ[name]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="Rewrite the golden conversations as they are now.")


@pytest.fixture
def restored_logs() -> Iterator[None]:
    """Logs that a test configures are as before afterwards."""
    hook, handlers = sys.excepthook, list(logging.getLogger().handlers)
    yield
    sys.excepthook = hook
    logging.getLogger().handlers[:] = handlers
    structlog.reset_defaults()
