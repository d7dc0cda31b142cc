"""Codes: what in a message may be an invite's single-use code; people put words around it, blanks or hyphens in it."""

import re

LENGTH = 8
LONGEST = 200
"""Characters of the longest message that is looked through."""

WORD = re.compile(r"[^\W_]+")


def codes(text: str) -> tuple[str, ...]:
    """What may be a code, in capitals, as it stands in a message or when its blanks and hyphens are taken out."""
    if not LENGTH <= len(text) <= LONGEST:
        return ()
    words = _words(text)
    whole = "".join(words)
    found = [word for word in words if _is_code(word)]
    return tuple(dict.fromkeys([*found, whole] if _is_code(whole) else found))


def looks_like_code(text: str) -> bool:
    """Whether somebody seems to have meant a code: nothing else is said, or there is a figure in it."""
    return any(code == "".join(_words(text)) or not code.isalpha() for code in codes(text))


def _words(text: str) -> list[str]:
    words = [word.upper() for word in WORD.findall(text)]
    return words[1:] if words[:1] == ["START"] else words


def _is_code(word: str) -> bool:
    return len(word) == LENGTH and word.isascii()
