"""`python -m bot` is `meantime`."""

from bot.cli import main

main()
