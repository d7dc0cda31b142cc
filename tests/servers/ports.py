"""Ports for programs under test, which want to be told a number before they listen.

with kept_port() as port:
    ...  # whoever is told the number can listen there; nobody else is given it meanwhile
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

HOST = "127.0.0.1"
SHARES = os.uname().sysname == "Linux"
"""Whether a port that is bound and not listened on can be listened on by another who reuses addresses."""


@contextmanager
def kept_port() -> Iterator[int]:
    """Bind a free port for as long as this lasts (where the system allows no sharing: only to find one)."""
    with socket.socket() as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind((HOST, 0))
        port = int(kept.getsockname()[1])
        if not SHARES:
            kept.close()
        yield port
