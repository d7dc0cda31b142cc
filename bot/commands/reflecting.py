"""`meantime reflections`: how many a therapist was asked for, wrote and shared, and when; never a word of them."""

from datetime import datetime

from bot.commands.common import Json, open_office, run, show
from handlers.reflections import ReflectionState
from storage import people
from storage.reflections import counted

STATES = {
    ReflectionState.ASKED: "asked",
    ReflectionState.LATER: "put off",
    ReflectionState.DECLINED: "declined",
    ReflectionState.KEPT: "written",
}


def reflections(therapist: str, as_json: Json = False) -> None:
    """Count a therapist's reflections. Only counts and days: the words are theirs alone."""

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            who = await people.therapist(office.database, therapist.upper())
            zone = who.zone

            def day(at: datetime | None) -> str:
                return "" if at is None else at.astimezone(zone).date().isoformat()

            return [
                {
                    "state": STATES[ReflectionState(state)],
                    "count": count,
                    "shared": shared,
                    "last asked": day(asked),
                    "last written": day(kept),
                }
                for state, count, shared, asked, kept in await counted(office.database, who.id)
            ]

    show(run(work()), as_json=as_json, title=f"Reflections of {therapist.upper()}", empty="None so far.")
