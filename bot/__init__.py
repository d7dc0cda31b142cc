"""The outside: channels, web, command line, and the one composition root that wires the rooms together.

Time zones are those of the `tzdata` package that `requirements.lock` pins, not the machine's, which may be years old:
the tests prove the same clocks that a practice goes by. Whoever sets PYTHONTZPATH has their own.
"""

import os
from zoneinfo import reset_tzpath

if "PYTHONTZPATH" not in os.environ:
    reset_tzpath(())
