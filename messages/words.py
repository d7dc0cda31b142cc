"""Words: templates per language and channel become what a person reads. A practice's own folder goes first.

`templates/<language>/<name>.<channel>.txt`, else `<name>.txt`; the console reads as Telegram does. A missing variable
raises (StrictUndefined). A text for SMS is put into GSM-7 where that is possible.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, Template, TemplateNotFound

from messages.envelope import Channel
from messages.sms import plain

LANGUAGES = ("en", "es", "de", "fr", "pt", "nl", "it", "pl")
OURS = Path(__file__).parent / "templates"


class Words:
    """All texts, compiled once. `folder`: the practice's own templates, under the same relative names."""

    def __init__(self, folder: Path | None = None) -> None:
        folders: Sequence[Path] = [folder, OURS] if folder else [OURS]
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(one) for one in folders]),
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self._chosen: dict[tuple[str, str, Channel], tuple[Template, str]] = {}

    def say(self, name: str, language: str, channel: Channel, /, **values: object) -> str:
        """The text `name` in a language (English if there is none), for a channel."""
        template, spoken = self._template(name, language, channel)
        text = template.render(language=spoken, **values).strip()
        return plain(text) if channel is Channel.SMS else text

    def _template(self, name: str, language: str, channel: Channel) -> tuple[Template, str]:
        key = (name, language, channel)
        if key not in self._chosen:
            self._chosen[key] = self._find(name, language, channel)
        return self._chosen[key]

    def _find(self, name: str, language: str, channel: Channel) -> tuple[Template, str]:
        shown = Channel.TELEGRAM if channel is Channel.CONSOLE else channel
        for spoken in (language, "en"):
            names = [f"{spoken}/{name}.{shown}.txt", f"{spoken}/{name}.txt"]
            try:
                return self._with_filters(self._environment.select_template(names), spoken), spoken
            except TemplateNotFound:
                continue
        raise TemplateNotFound(name)

    def _with_filters(self, template: Template, language: str) -> Template:
        """The filters in the text's own language; in a plain dict, as jinja copies it at every rendering."""
        spoken = {name: partial(said, language=language) for name, said in FILTERS.items()}
        template.globals = {**template.globals, **spoken}
        return template


@lru_cache(maxsize=8192)
def tenths(value: int, language: str) -> str:
    """A score as the language writes it: 65 is 6.5, in German 6,5; a whole number of points stays short."""
    return format_decimal(value / 10, format="0.#", locale=language)


def day_time(local: datetime, language: str) -> str:
    """A day and time of the person's own clock."""
    return format_datetime(local, "EEE d MMM, HH:mm", locale=language)


def day(local: date, language: str) -> str:
    """A day of the person's own calendar, with its year."""
    return format_date(local, "long", locale=language)


FILTERS: Mapping[str, Callable[..., str]] = {"tenths": tenths, "day_time": day_time, "day": day}
"""What every text may use, in its own language."""
