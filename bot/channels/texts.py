"""Texts as they come from outside."""


def clean(text: str) -> str:
    """Half characters, which JSON can hold and neither a database nor a provider takes, become question marks."""
    return text.encode(errors="replace").decode()
