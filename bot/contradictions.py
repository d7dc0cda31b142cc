"""Contradictions: what no key of the config alone can show, named with its reason and what to do."""

import os
from collections.abc import Iterator, Mapping
from datetime import timedelta
from ipaddress import ip_address
from typing import TypeAlias
from urllib.parse import urlsplit

from bot.settings import PracticeSettings, ScheduleSettings, TelegramSettings, TwilioSettings, WebSettings
from measures.datafile import DataFileError
from measures.library import open_library

Problem: TypeAlias = tuple[str, str]
"""The dotted name of a key, and what is to be said of it."""


def contradictions(
    practice: PracticeSettings,
    schedule: ScheduleSettings,
    telegram: TelegramSettings,
    twilio: TwilioSettings,
    web: WebSettings,
) -> Iterator[Problem]:
    """What the sections of a config contradict in themselves, in each other, or in what is installed."""
    yield from _practice(practice)
    yield from _schedule(schedule)
    yield from _telegram(telegram)
    yield from _twilio(twilio)
    yield from _public_url(web.public_url, needs_webhooks(telegram, twilio))


def needs_webhooks(telegram: TelegramSettings, twilio: TwilioSettings) -> dict[str, bool]:
    """Which providers call us by the public address."""
    return {"Twilio": twilio.enabled, "Telegram": telegram.enabled and telegram.mode == "webhook"}


def _practice(practice: PracticeSettings) -> Iterator[Problem]:
    templates = practice.templates
    if templates is not None and not os.path.isdir(templates):  # unlike Path's, it never raises
        yield "practice.templates", "must be a folder that exists: make it, or leave the value empty."
    try:
        library = open_library(practice.library)
    except DataFileError as error:
        yield "practice.library", f"cannot be used: {error}."
        return
    for key, chosen, known in (
        ("practice.profile", practice.profile, library.profiles),
        ("practice.measure", practice.measure, library.instruments),
    ):
        if chosen not in known:
            yield key, f"must be one of those that are installed: {', '.join(sorted(known))}."
            return
    try:
        library.profile(practice.profile).rules_for(library.instrument(practice.measure))
    except DataFileError as error:
        yield "practice.profile", f"does not fit practice.measure: {error}."


def _schedule(schedule: ScheduleSettings) -> Iterator[Problem]:
    if schedule.ask_before <= max(schedule.remind_before, default=timedelta(0)):
        yield "schedule.ask_before", "must be longer than schedule.remind_before: ask first, remind later."
    if schedule.contact_from >= schedule.contact_until:
        yield "schedule.contact_from", "must be earlier than schedule.contact_until, on the same day."


def _telegram(telegram: TelegramSettings) -> Iterator[Problem]:
    if telegram.enabled and not telegram.token:
        yield "telegram.token", "is missing: put in the token that @BotFather gave you, or set enabled = false."
    if telegram.enabled and telegram.mode == "webhook" and not telegram.webhook_secret:
        yield "telegram.webhook_secret", 'is missing: mode "webhook" needs one, a long random word of your own.'


def _twilio(twilio: TwilioSettings) -> Iterator[Problem]:
    if not twilio.enabled:
        return
    if not twilio.account_sid:
        yield "twilio.account_sid", "is missing: copy it from Twilio's console, or set enabled = false."
    if not twilio.auth_token:
        yield "twilio.auth_token", "is missing: copy it from Twilio's console, or set enabled = false."
    if not twilio.number and not twilio.messaging_service_sid:
        yield "twilio.number", "must be given, or else twilio.messaging_service_sid: who sends?"


def _public_url(url: str, calling: Mapping[str, bool]) -> Iterator[Problem]:
    waiting = [name for name, calls in calling.items() if calls]
    if not waiting:
        return
    if not url:
        yield "web.public_url", f"is missing: {waiting[0]} must reach the bot, so give its https address."
    elif not url.startswith("https://") and not _is_loopback(url):
        yield "web.public_url", "must begin with https://, because messages of clients come in by it."


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
