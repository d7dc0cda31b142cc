"""`meantime alert list`, `meantime alert log`: what waits to be seen, and what became of what was raised."""

from typing import Annotated

import typer

from bot.commands.common import Json, open_office, run, show
from storage import people, rows
from storage.database import from_ms

alert_app = typer.Typer(help="Alerts that wait, and their log.", no_args_is_help=True)


@alert_app.command("list")
def alert_list(
    client: Annotated[str, typer.Option(help="Only this client's, e.g. C-7K2.")] = "", as_json: Json = False
) -> None:
    """List alerts that nobody has seen yet. The oldest first."""

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            found = [rows.alert(row) for row in await office.database.sql.alerts_all_waiting(office.database.reader)]
            zone = office.practice.zone
            return [
                {
                    "at": one.at.astimezone(zone),
                    "client": one.client,
                    "rule": one.rule,
                    "level": one.level.value,
                    "state": one.state.value,
                    "told": sorted(one.told),
                    "next": one.next_at and one.next_at.astimezone(zone),
                }
                for one in found
                if not client or one.client == client.strip().upper()
            ]

    show(run(work()), as_json=as_json, title="Alerts", empty="No alert waits to be seen.")


@alert_app.command("log")
def alert_log(client: str, as_json: Json = False) -> None:
    """Show what became of a client's alerts, step by step."""
    id_ = client.strip().upper()

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            await people.client(office.database, id_, office.practice, office.now)
            found = await office.database.sql.alert_changes(office.database.reader, client=id_)
            zone = office.practice.zone
            return [
                {"at": from_ms(at).astimezone(zone), "rule": rule, "step": change, "who": person, "alert": alert}
                for alert, rule, change, person, at in found
            ]

    show(run(work()), as_json=as_json, title=f"Alerts of {id_}", empty="No alert was ever raised.")
