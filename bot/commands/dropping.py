"""`meantime dropped`: what was due and not asked, and why."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

import typer

from bot.commands.common import LONGEST_DAYS, Json, open_office, run, show
from handlers.facts import Reason
from storage import dropped as kept

Back = Annotated[int, typer.Option("--days", min=1, max=LONGEST_DAYS, help="How many days back.")]

WHY: Mapping[Reason, str] = {
    Reason.LATE: "it was too late: Meantime did not run, or the appointment was booked too late",
    Reason.QUIET: "there was no time left within contact hours",
    Reason.PAUSED: "a pause or a holiday",
    Reason.RATED: "rated a short time before",
    Reason.BUSY: "another question was open until it was too late",
    Reason.UNREACHABLE: "no address is open: not joined, stopped or blocked",
    Reason.NO_CONSENT: "no consent",
    Reason.CONSENT_CHANGED: "the consent text has changed, and they have not agreed to it yet",
    Reason.NO_WORDING: "no wording in their language that may be sent",
    Reason.UNSENT: "it could not be sent in time",
}
"""Why something was not asked, for staff."""


def dropped(days: Back = 30, as_json: Json = False) -> None:
    """List what was due and not asked. With the reason."""

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            since, zone = office.now - timedelta(days=days), office.practice.zone
            return [
                {
                    "when": one.at.astimezone(zone),
                    "who": one.person,
                    "what": one.measure,
                    "occasion": f"{one.occasion} sessions",
                    "why": WHY[one.reason],
                }
                for one in await kept.dropped(office.database, since)
            ]

    show(run(work()), as_json=as_json, title="Dropped", empty=f"All that was due in the last {days} days was asked.")
