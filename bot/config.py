"""The config: what the practice has written into its file, what the environment adds, checked as a whole.

First the file, then `MEANTIME_<SECTION>__<KEY>`, last `MEANTIME_<SECTION>__<KEY>_FILE` for secrets; the later wins.
Whatever is wrong becomes a ConfigError that names the key, the reason and what to do, and never a value: somebody may
have put a secret in the wrong place.
"""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.contradictions import Problem, contradictions
from bot.environment import Environment, keys, source_of
from bot.settings import (
    WEEKDAYS,
    AlertSettings,
    CalendarSettings,
    ConfigError,
    FeedbackSettings,
    LogSettings,
    PracticeSettings,
    SafetySettings,
    ScheduleSettings,
    SmsSettings,
    StorageSettings,
    TelegramSettings,
    TwilioSettings,
    WebSettings,
)
from handlers.alerts import Level
from handlers.practice import Alerting, Feedback, Practice
from measures.datafile import data_files, unparsed
from measures.library import open_library
from messages.envelope import Channel
from messages.safety_lists import DISTRESS, own_list
from messages.wordings import WORDINGS, Wordings, open_wordings
from messages.words import Words
from scheduler.timetable import Timing

__all__ = ["Config", "ConfigError", "load_config", "practice_of"]


class File(TomlConfigSettingsSource):
    """The config file. Some editors begin theirs with a byte order mark; it is passed over."""

    def _read_file(self, file_path: Path | Traversable) -> dict[str, Any]:
        return tomllib.loads(_text(file_path))


def _text(path: Path | Traversable) -> str:
    return path.read_text(encoding="utf-8-sig")


class Config(BaseSettings):
    """The whole config, made by `load_config`."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    practice: PracticeSettings
    safety: SafetySettings = SafetySettings()
    schedule: ScheduleSettings = ScheduleSettings()
    alerts: AlertSettings = AlertSettings()
    feedback: FeedbackSettings = FeedbackSettings()
    calendar: CalendarSettings = CalendarSettings()
    storage: StorageSettings = StorageSettings()
    telegram: TelegramSettings = TelegramSettings()
    twilio: TwilioSettings = TwilioSettings()
    sms: SmsSettings = SmsSettings()
    web: WebSettings = WebSettings()
    log: LogSettings = LogSettings()

    def __init__(self, path: Path, environ: Mapping[str, str]) -> None:
        super().__init__(path=path, environ=environ)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file, both as they were passed in; nothing else is looked at."""
        given = init_settings()
        return Environment(settings_cls, given["environ"]), File(settings_cls, given["path"])

    def promises(self) -> dict[str, Mapping[str, str]]:
        """What a client in need is told, by the dotted name of the key; each a text by language."""
        return {
            "safety.emergency": self.safety.emergency,
            "safety.crisis_line": self.safety.crisis_line,
            "practice.read_by": self.practice.read_by,
        }

    def require_safety(self) -> None:
        """Raises ConfigError unless the practice's own language has every text that a client in need is told."""
        own = self.practice.language
        if missing := [f"{key}.{own}" for key, texts in self.promises().items() if own not in texts]:
            raise ConfigError(
                f"{' and '.join(missing)} must be written before Meantime may write to clients: they are told this when"
                " they join, ask for help or write in words. Put it into the config, then run `meantime check`."
            )


def load_config(path: Path, environ: Mapping[str, str]) -> Config:
    """The config of file and environment. Raises ConfigError with a sentence for everything that is wrong."""
    try:
        if not path.is_file():
            raise ConfigError(
                f"There is no config file {path}: make one with `meantime init`, or name yours by --config."
            )
        config = _located(Config(path, environ), path.absolute().parent)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        problems = [_problem(one) for one in found]
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path.name} {unparsed(_text(path), error)}.") from None
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"{path} cannot be read as UTF-8 text: check its rights and how it was saved.") from None
    else:
        problems = list(contradictions(config.practice, config.schedule, config.telegram, config.twilio, config.web))
        if not problems:
            return config
    raise ConfigError("\n".join(f"{_where(key, path, environ)} {said}" for key, said in dict.fromkeys(problems)))


def practice_of(config: Config, wordings: Wordings | None = None) -> Practice:
    """What the practice has settled, for the handlers, with the wordings in its folder. Raises DataFileError."""
    practice, schedule, library = config.practice, config.schedule, open_library(config.practice.library)
    return Practice(
        name=practice.name,
        language=practice.language,
        zone=practice.zone,
        emergency=config.safety.emergency,
        crisis_line=config.safety.crisis_line,
        read_by=practice.read_by,
        timing=Timing(
            ask_before=schedule.ask_before,
            remind_before=schedule.remind_before,
            close_after=schedule.close_after,
            ask_after=schedule.ask_after,
            after_open=schedule.after_open,
            between_open=schedule.between_open,
            session=schedule.session,
            contact_from=schedule.contact_from,
            contact_until=schedule.contact_until,
        ),
        words=Words(practice.templates),
        library=library,
        wordings=wordings or open_wordings(practice.library / WORDINGS, library.instruments),
        profile=practice.profile,
        measure=practice.measure,
        consent_version=practice.consent_version,
        telegram_bot=config.telegram.bot if config.telegram.enabled else "",
        sms_number=config.twilio.number if config.twilio.enabled else "",
        alerting=_alerting(config.alerts),
        safety=tuple(own_list(one) for one in data_files(practice.library / DISTRESS)),
        feedback=Feedback(config.feedback.to_clients),
        invite_valid=schedule.invite_valid,
        channels=frozenset(name for name, enabled in switched_on(config).items() if enabled),
    )


def _alerting(alerts: AlertSettings) -> Alerting:
    return Alerting(
        after={
            Level.URGENT: alerts.urgent_after,
            Level.ATTENTION: alerts.attention_after,
            Level.INFORMATION: alerts.information_after,
        },
        quiet_from=alerts.quiet_from,
        quiet_until=alerts.quiet_until,
        brief_before=alerts.brief_before,
        digest_day=WEEKDAYS.index(alerts.digest_day),
        digest_at=alerts.digest_at,
        initials=alerts.show == "initials",
    )


def switched_on(config: Config) -> dict[Channel, bool]:
    """Which ways to reach people the practice uses."""
    return {Channel.TELEGRAM: config.telegram.enabled, Channel.SMS: config.twilio.enabled}


def _located(config: Config, folder: Path) -> Config:
    """Relative paths begin at the config's folder."""
    storage, templates = config.storage, config.practice.templates
    places = {"path": folder / storage.path, "key_file": folder / storage.key_file}
    return config.model_copy(
        update={
            "storage": storage.model_copy(update=places),
            "practice": config.practice.model_copy(
                update={"templates": templates and folder / templates, "library": folder / config.practice.library}
            ),
        }
    )


def _where(key: str, path: Path, environ: Mapping[str, str]) -> str:
    variable = source_of(key, environ)
    return f"{key} (set by {variable})" if variable else f"{key} in {path.name}"


def _problem(error: ErrorDetails) -> Problem:
    """What pydantic found, in our words: a bad value is told what its field's description asks for."""
    place = [part for part in error["loc"] if isinstance(part, str) and part != "[key]"]
    sections = dict.fromkeys(section for section, _, _ in keys(Config))
    fields = {key: field for section, key, field in keys(Config) if section == place[0]}
    name = ".".join(place)
    if error["type"] == "extra_forbidden":
        among = list(fields) or list(sections)
        return name, f"is not known: {_meant(place, among)}"
    if error["type"] == "missing":
        return name, f"is missing: {f'it is {fields[place[1]].description}' if place[1:] else _begin(place[0])}."
    if error["type"] == "string_too_short":
        return name, "is empty: write it between the quotes, or take the line out if it may be missing."
    if not place[1:]:
        return name, f"must be a section: write its keys below a line [{name}]."
    return name, f"must be {fields[place[1]].description}."


def _begin(section: str) -> str:
    return f"write a section [{section}], or begin with the config that `meantime init` makes"


def _meant(place: list[str], known: list[str]) -> str:
    close = get_close_matches(place[-1], known, n=1)
    return f"did you mean {'.'.join([*place[:-1], close[0]])}?" if close else f"there are {', '.join(known)}."
