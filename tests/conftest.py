"""What all tests share: a clean environment, and `--update` for the golden conversations."""

import io
import logging
import os
import re
import signal
import sys
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import HealthCheck, settings

from bot import logs
from tests.transcripts.cast import CODES, PEOPLE

ADDRESSES = [re.escape(address.id) for _, address in PEOPLE.values()]
PERSONAL = re.compile(
    "|".join([*ADDRESSES, *CODES, r"\+?49\d{6,}", "Mia", "Berg", "Lindt", "too much", "loopback-token"])
)
"""Names, numbers, codes, words and tokens that tests use."""

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("gate", UNHURRIED, max_examples=50, derandomize=True)
settings.register_profile("long", UNHURRIED, max_examples=1000)
settings.load_profile("gate")  # `make test-long` loads the other: more examples, and others every time

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell starts what runs in its background
    signal.signal(signal.SIGINT, signal.default_int_handler)

for name in [name for name in os.environ if name.startswith("MEANTIME_")]:
    del os.environ[name]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="Rewrite the golden conversations as they are now.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits most, for other processes, begins first: no worker is left alone with it in the end."""
    items.sort(key=lambda item: item.path.name not in ("test_end_to_end.py", "test_stopping.py"))


@pytest.fixture
def restored_logs() -> Iterator[None]:
    """Logs that a test configures are as before afterwards."""
    hook, handlers, configured = sys.excepthook, list(logging.getLogger().handlers), structlog.get_config()
    yield
    sys.excepthook = hook
    logging.getLogger().handlers[:] = handlers
    structlog.configure(**configured)


@pytest.fixture(scope="session", autouse=True)
def _no_log_line_of_the_whole_run_is_personal() -> Iterator[None]:
    """All that is logged in this process while tests run is kept and searched in the end for whom tests are about."""
    written, hook, stderr = io.StringIO(), sys.excepthook, sys.stderr
    sys.stderr = written
    logs.configure("json", "debug")
    sys.stderr, sys.excepthook = stderr, hook
    yield
    structlog.get_logger().info("the tests are over", action="tests.over")
    lines = written.getvalue().splitlines()
    assert "tests.over" in lines[-1]
    assert [line for line in lines if PERSONAL.search(line)] == []
