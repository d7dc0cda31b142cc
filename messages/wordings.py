"""Wordings: all that were found when Meantime started, and which of them a request is made in.

A practice's packs lie in `<folder>/<measure>/<language>.toml`. What a pack has replaced stays in `earlier/` beside it,
as `<language>.<version>.toml`: a request goes on in the wording it began with.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from measures.datafile import parse, read_file, read_text
from measures.instrument import Instrument
from messages.envelope import Channel
from messages.packs import Pack, pack_of, require_in_force
from messages.wording import Wording, shipped

WORDINGS, EARLIER = "wordings", "earlier"


class Wordings:
    """The shipped wordings, the packs that are installed, and those that these replaced."""

    def __init__(self, packs: Iterable[Pack] = (), earlier: Iterable[Pack] = ()) -> None:
        self.packs: Mapping[tuple[str, str], Pack] = {(one.measure, one.language): one for one in packs}
        self._kept = {(one.measure, one.language, one.wording.key): one for one in [*earlier, *self.packs.values()]}

    def choose(
        self, measure: str, language: str, channel: Channel, now: datetime, *, of_another: bool = False
    ) -> Wording | None:
        """What a new request is made in: the pack that is in force and may be sent by this channel, else the shipped
        one. None: there is no wording in this language, and nobody is asked in another one.

        `of_another`: of somebody who is asked about the client; packs are worded for the clients themselves.
        """
        if of_another:
            return shipped(measure, language, of_another=True)
        pack = self.packs.get((measure, language))
        if pack is not None and pack.in_force(now.date()) and channel in pack.channels:
            return pack.wording
        return shipped(measure, language)

    def go_on(
        self, key: str, measure: str, language: str, channel: Channel, begun: datetime, *, of_another: bool = False
    ) -> Wording | None:
        """What a request that was begun in `key` goes on in: the same, though it may have expired or been replaced
        since; if it has gone, or may not be sent by this channel, what would have been chosen when it was begun."""
        if of_another:
            return shipped(measure, language, of_another=True)
        pack = self._kept.get((measure, language, key))
        if pack is not None and channel in pack.channels:
            return pack.wording
        same = shipped(measure, language)
        return same if same is not None and same.key == key else self.choose(measure, language, channel, begun)


def open_wordings(folder: Path | None, instruments: Mapping[str, Instrument]) -> Wordings:
    """What comes with Meantime and what lies in a practice's folder. Raises DataFileError with file, key and reason."""
    if folder is None:
        return Wordings()
    return Wordings(_read(folder, "*/*.toml", instruments), _read(folder, f"*/{EARLIER}/*.toml", instruments))


def read_pack(path: Path, instruments: Mapping[str, Instrument]) -> Pack:
    """A pack from its file. Raises DataFileError with file, key and reason."""
    return pack_of(read_file(path), instruments)


def read_valid_pack(path: Path, instruments: Mapping[str, Instrument], today: date) -> Pack:
    """The same, and in force today."""
    file = read_file(path)
    pack = pack_of(file, instruments)
    require_in_force(file, pack, today)
    return pack


def place_of(pack: Pack) -> Path:
    """Where a pack lies in the folder of wordings."""
    return Path(pack.measure) / f"{pack.language}.toml"


def earlier_place_of(pack: Pack) -> Path:
    """Where a pack lies once it has been replaced."""
    return Path(pack.measure) / EARLIER / f"{pack.language}.{pack.wording.version}.toml"


def _read(folder: Path, pattern: str, instruments: Mapping[str, Instrument]) -> Iterator[Pack]:
    for path in sorted(folder.glob(pattern)):
        place = path.relative_to(folder)
        file = parse(place.as_posix(), read_text(path))
        pack = pack_of(file, instruments)
        if place not in (place_of(pack), earlier_place_of(pack)):
            belongs = place_of(pack).as_posix()
            raise file.wrong("measure", f"with its language and version the file belongs at {belongs}")
        yield pack
