"""Words: templates per language and channel become what a person reads. A practice's own folder goes first.

`templates/<language>/<name>.<channel>.txt`, else `<name>.txt`; the console reads as Telegram does. A missing variable
raises (StrictUndefined). A text for SMS is put into GSM-7 where that is possible. Numbers, percentages, days and plural
forms are written as CLDR has them for the language (babel).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from types import CodeType

from babel import Locale
from babel.dates import format_date, format_skeleton, get_datetime_format
from babel.numbers import format_decimal, format_percent
from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
)
from jinja2.bccache import Bucket

from messages.envelope import Channel
from messages.sms import plain

LANGUAGES = ("en", "es", "de", "fr", "pt", "nl", "it", "pl")
OURS = Path(__file__).parent / "templates"


class _Compiled(BytecodeCache):
    """Templates once compiled, kept by their text for as long as we run."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._kept[bucket.key, bucket.checksum] = bucket.code


COMPILED = _Compiled()


class Words:
    """All texts, compiled once. `folder`: the practice's own templates, under the same relative names as `ours`."""

    def __init__(self, folder: Path | None = None, ours: Path = OURS) -> None:
        folders: Sequence[Path] = [folder, ours] if folder else [ours]
        loaders = [FileSystemLoader(one) for one in folders]
        self._own, self._ours = loaders[:-1], loaders[-1]
        self._environment = Environment(
            loader=ChoiceLoader(loaders),
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=COMPILED,
        )
        self._chosen: dict[tuple[str, str, Channel], tuple[Template, str]] = {}

    def say(self, name: str, language: str, channel: Channel, /, **values: object) -> str:
        """The text `name` in a language (English if there is none), for a channel."""
        template, spoken = self._template(name, language, channel)
        text = template.render(language=spoken, **values).strip()
        return plain(text) if channel is Channel.SMS else text

    def file(self, name: str, language: str, channel: Channel, /) -> str:
        """The file that `say` takes the text from, such as `de/consent.sms.txt`."""
        return str(self._template(name, language, channel)[0].name)

    def own(self) -> list[str]:
        """The practice's own files, without hidden ones."""
        return [one for loader in self._own for one in loader.list_templates() if not _hidden(one)]

    def ours(self) -> list[str]:
        """The files that come with Meantime."""
        return self._ours.list_templates()

    def source(self, file: str) -> str:
        """A file as it is written; the practice's own goes first. Raises UnicodeDecodeError."""
        loader = self._environment.loader
        assert loader is not None
        return loader.get_source(self._environment, file)[0]

    def source_of_ours(self, file: str) -> str:
        """A file that comes with Meantime."""
        return self._ours.get_source(self._environment, file)[0]

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


def _hidden(file: str) -> bool:
    return any(part.startswith(".") for part in file.split("/"))


@lru_cache(maxsize=8192)
def tenths(value: int, language: str) -> str:
    """A score as the language writes it: 65 is 6.5, in German 6,5; a whole number of points stays short."""
    return format_decimal(value / 10, format="0.#", locale=language)


@lru_cache(maxsize=8192)
def hundredths(value: int, language: str) -> str:
    """A figure with its two decimals and its sign: 12 is +0.12, in German +0,12."""
    return ("+" if value > 0 else "") + format_decimal(value / 100, format="0.00", locale=language)


@lru_cache(maxsize=8192)
def percent(value: int, language: str) -> str:
    """Tenths of a percent as the language writes them: 455 is 45.5%, in German 45,5 %."""
    pattern = Locale(language).percent_formats[None].pattern.replace("0%", "0.#%").replace("0\u00a0", "0.#\u00a0")
    return format_percent(value / 1000, format=pattern, locale=language)


def day_time(local: datetime, language: str) -> str:
    """A day and time of the person's own clock: `Wed, Mar 4, 09:05`, in German `Mi., 4. März, 09:05`."""
    date_, clock = (format_skeleton(one, local, locale=language) for one in ("MMMEd", "Hm"))
    return str(get_datetime_format("medium", language)).replace("{1}", date_).replace("{0}", clock)


def day(local: date, language: str) -> str:
    """A day of the person's own calendar, with its year."""
    return format_date(local, "long", locale=language)


def plural(count: int, /, *, language: str, other: str, **forms: str) -> str:
    """The form of a word that goes with a count, by CLDR's rules: in Polish one, few, many; `other` where none is
    given for it. The number itself is not in it."""
    return forms.get(Locale(language).plural_form(count), other)


FILTERS: Mapping[str, Callable[..., str]] = {
    "tenths": tenths,
    "hundredths": hundredths,
    "percent": percent,
    "day_time": day_time,
    "day": day,
    "plural": plural,
}
"""What every text may use, in its own language."""
