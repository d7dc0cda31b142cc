"""A finding: what `meantime check` has seen of one thing that `run` needs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`detail` says what was seen, `advice` what to do; both are sentences for an operator, without secrets."""

    name: str
    ok: bool
    detail: str
    advice: str = ""
