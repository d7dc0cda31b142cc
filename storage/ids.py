"""Ids: random letters and digits, for pseudonyms, codes, and what is booked or entered."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that are not taken for one another."""


def fresh(length: int) -> str:
    """So many random letters and digits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
