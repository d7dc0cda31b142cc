"""Sources: where a figure comes from. No rule judges anybody without one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from, and whether the rule is published or ours."""

    text: str
    published: bool
