"""`meantime measures`: what can be asked, and how it is judged."""

import json
from typing import Annotated

import typer

from bot.commands.common import CommandError, Json, library_here, show
from measures.describe import as_record, markdown
from measures.library import Library


def measures(
    page: Annotated[bool, typer.Option("--markdown", help="Print a page with every figure and source.")] = False,
    as_json: Json = False,
) -> None:
    """List the measures and profiles. Those of the practice's own library are among them."""
    if page and as_json:
        raise CommandError("Both --markdown and --json are asked for: choose one.")
    library = library_here()
    if page:
        print(markdown(library), end="")
    elif as_json:
        print(json.dumps(as_record(library), ensure_ascii=False))
    else:
        _list(library)


def _list(library: Library) -> None:
    show(
        [
            {
                "measure": one.id,
                "version": one.version,
                "title": one.title,
                "items": len(one.items),
                "total": f"{one.total_low / 10:g}-{one.total_high / 10:g}",
                "better": "higher" if one.higher_is_better else "lower",
            }
            for one in library.instruments.values()
        ],
        as_json=False,
        title="Measures",
        empty="",
    )
    show(
        [
            {"profile": one.id, "version": one.version, "title": one.title, "measures": ", ".join(one.rules)}
            for one in library.profiles.values()
        ],
        as_json=False,
        title="Profiles",
        empty="",
    )
