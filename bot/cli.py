"""The command line `meantime`: one clear sentence on stderr when something is wrong; exit codes 0 (done), 1 (not done),
2 (not understood)."""

import codecs
import os
import sys
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, TextIO

import typer

from bot import logs
from bot.calendars.occurrence import BadCalendar
from bot.commands.alerts import alert_app
from bot.commands.calendar import appointment_app, upcoming
from bot.commands.calendars import calendar_app, client_email
from bot.commands.changing import client_reassign, client_set
from bot.commands.common import CommandError
from bot.commands.consenting import client_fallback
from bot.commands.describing import measures
from bot.commands.dropping import dropped
from bot.commands.effect import effect, teach
from bot.commands.ending import client_close, client_reopen
from bot.commands.importing import client_import
from bot.commands.inviting import invite
from bot.commands.measuring import course, read_reply
from bot.commands.pauses import client_pause, client_resume, holiday_app
from bot.commands.people import client_app, therapist_app
from bot.commands.raters import rater_app
from bot.commands.ratings import rating_app
from bot.commands.reflecting import reflections
from bot.commands.repeating import appointment_repeat
from bot.commands.running import backup, check, demo, init, key_app, retry, run_bot, status
from bot.commands.schedules import schedule_app
from bot.commands.sessions import appointment_delete, appointment_no_show
from bot.commands.showing import client_show
from bot.commands.staffing import therapist_away, therapist_back, therapist_set, therapist_show
from bot.commands.texts import messages
from bot.commands.verifying import verify_app
from bot.commands.wording import wording_app
from bot.config import ConfigError
from bot.demo import NoFolder
from bot.instants import NoInstant
from bot.shelf import ShelfRefused
from measures.course import BadCourse
from measures.datafile import DataFileError
from measures.written import BadScores
from storage.archive import NoBackup
from storage.corrections import NoRating
from storage.database import DatabaseRefused, DatabaseTooNew, DoesNotFit
from storage.editions import EditionChanged
from storage.feeds import NoFeed
from storage.people import SeesNobody, Unknown
from storage.roster import InUse
from storage.vault import VaultError

NAMED = (
    BadCalendar,
    BadCourse,
    BadScores,
    CommandError,
    ConfigError,
    DataFileError,
    DatabaseRefused,
    DatabaseTooNew,
    DoesNotFit,
    EditionChanged,
    InUse,
    NoBackup,
    NoFeed,
    NoFolder,
    NoInstant,
    NoRating,
    SeesNobody,
    ShelfRefused,
    Unknown,
    VaultError,
)

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
app.command("init")(init)
app.command("check")(check)
app.command("run")(run_bot)
app.command("demo")(demo)
therapist_app.command("set")(therapist_set)
therapist_app.command("show")(therapist_show)
therapist_app.command("away")(therapist_away)
therapist_app.command("back")(therapist_back)
app.add_typer(therapist_app, name="therapist")
app.add_typer(alert_app, name="alert")
client_app.command("show")(client_show)
client_app.command("set")(client_set)
client_app.add_typer(rater_app, name="rater")
client_app.command("reassign")(client_reassign)
client_app.command("pause")(client_pause)
client_app.command("resume")(client_resume)
client_app.command("import")(client_import)
client_app.command("close")(client_close)
client_app.command("reopen")(client_reopen)
client_app.command("email")(client_email)
client_app.command("fallback")(client_fallback)
app.add_typer(client_app, name="client")
app.command("invite")(invite)
appointment_app.command("repeat")(appointment_repeat)
app.add_typer(schedule_app, name="schedule")
app.add_typer(holiday_app, name="holiday")
appointment_app.command("no-show")(appointment_no_show)
appointment_app.command("delete")(appointment_delete)
app.add_typer(rating_app, name="rating")
app.add_typer(appointment_app, name="appointment")
app.add_typer(calendar_app, name="calendar")
app.command("upcoming")(upcoming)
app.command("dropped")(dropped)
app.command("read", context_settings={"ignore_unknown_options": True})(read_reply)
app.command("course", context_settings={"ignore_unknown_options": True})(course)
app.command("measures")(measures)
app.command("messages")(messages)
app.add_typer(verify_app, name="verify")
app.add_typer(wording_app, name="wording")
app.command("effect")(effect)
app.command("teachers")(teach)
app.command("reflections")(reflections)
app.command("status")(status)
app.command("retry")(retry)
app.command("backup")(backup)
app.add_typer(key_app, name="key")


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(f"meantime {version('meantime')}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version.")]


@app.callback()
def options(
    config: Annotated[Path | None, typer.Option(help="The config file; MEANTIME_CONFIG, else ./meantime.toml.")] = None,
    _: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Meantime collects outcome ratings between therapy sessions by Telegram and SMS."""
    if config is not None:
        os.environ["MEANTIME_CONFIG"] = str(config)


def main() -> None:
    """Runs a command; a named error becomes its sentence, any other shows where it happened, never with what."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    logs.configure("console", "warning")
    try:
        app()
    except NAMED as error:
        print(f"meantime: {error}", file=sys.stderr)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - typer's own hook would show values
        logs.fault(error)
        sys.exit(1)


def _speak_utf8(stream: TextIO) -> None:
    """In a locale that knows only ASCII, UTF-8 as Python itself would; in any other, a ? for what it lacks."""
    if isinstance(stream, TextIOWrapper):
        plain = codecs.lookup(stream.encoding).name == "ascii"
        stream.reconfigure(encoding="utf-8" if plain else None, errors="replace")
