"""`meantime verify ratings`: whether what is kept can be made again."""

import typer
from rich.markup import escape

from bot.commands.common import Json, as_text, open_office, out, run
from storage import verifying
from storage.verifying import Verified

verify_app = typer.Typer(help="Check that what is kept is right.", no_args_is_help=True)


@verify_app.command("ratings")
def verify_ratings(as_json: Json = False) -> None:
    """Make every rating again from the raw replies. Each difference is listed."""

    async def work() -> Verified:
        async with open_office() as office:
            return await verifying.ratings(office.database, office.practice)

    found = run(work())
    if as_json:
        print(as_text(_record(found)))
    else:
        for one in found.differences:
            out.print(escape(f"{one.rating}: {one.what}" if one.rating else one.what), soft_wrap=True, highlight=False)
        print(_summary(found))
    raise typer.Exit(1 if found.differences else 0)


def _record(found: Verified) -> dict[str, object]:
    return {
        "made_again": found.made_again,
        "corrected": found.corrected,
        "apart": found.apart,
        "before": found.before,
        "differences": [{"rating": one.rating or None, "what": one.what} for one in found.differences],
    }


def _summary(found: Verified) -> str:
    corrected = (
        f" {found.corrected} more were as they were first made, and were corrected since." if found.corrected else ""
    )
    apart = f" {found.apart} more came by other ways than a reply." if found.apart else ""
    before = (
        f" {found.before} more are from before measures and profiles were kept, and cannot be made again."
        if found.before
        else ""
    )
    wrong = len({one.rating for one in found.differences})
    said = f"There are differences in {wrong} place{'s' * (wrong > 1)}." if wrong else "There is no difference."
    return f"{found.made_again} ratings were made again as they are kept.{corrected}{apart}{before} {said}"
