"""The shelf: the folder in which a practice's wording packs lie, and how they are put there and taken away."""

import os
from collections.abc import Mapping
from pathlib import Path

from measures.datafile import DataFileError
from measures.instrument import Instrument
from messages.packs import Pack
from messages.wordings import EARLIER, earlier_place_of, place_of, read_pack


class ShelfRefused(Exception):
    """A pack cannot be put there or taken away: the message says why and what to do."""


class Shelf:
    """Packs in `folder`, fit for these instruments."""

    def __init__(self, folder: Path, instruments: Mapping[str, Instrument]) -> None:
        self._folder = folder
        self._instruments = instruments

    def require_place(self, file: Path, pack: Pack, *, over: bool) -> None:
        """Raises ShelfRefused if something would be replaced unasked, or one version would have two contents."""
        if (self._folder / place_of(pack)).is_file() and not over:
            raise ShelfRefused(
                f"There is a pack for {pack.measure} in {pack.language} already: replace it by --replace."
            )
        known = [path for path, one in self._known(pack) if one.wording.version == pack.wording.version]
        if any(path.read_bytes() != file.read_bytes() for path in known):
            raise ShelfRefused(
                f"{file.name}: version {pack.wording.version} was installed before with other contents:"
                " give what has changed a version of its own."
            )

    def put(self, file: Path, pack: Pack) -> None:
        """Puts a pack in its place, whole or not at all; what was there is kept for requests begun in it."""
        place = self._folder / place_of(pack)
        try:
            contents = file.read_bytes()
            place.parent.mkdir(parents=True, exist_ok=True)
            for path, one in self._known(pack):
                if path == place and one.wording.version != pack.wording.version:
                    _write(self._folder / earlier_place_of(one), path.read_bytes())
            _write(place, contents)
        except OSError as error:
            raise ShelfRefused(f"{place} cannot be written ({error.strerror}): look at its folder.") from None

    def remove(self, measure: str, language: str) -> None:
        """Takes a pack away, and whatever it had replaced."""
        place = self._folder / Path(measure).name / f"{language}.toml"
        if not place.is_file():
            raise ShelfRefused(f"There is no pack for {measure} in {language}: see `meantime wording list`.")
        try:
            for path in [*(place.parent / EARLIER).glob(f"{language}.*.toml"), place]:
                path.unlink()
        except OSError as error:
            raise ShelfRefused(f"{place} cannot be removed ({error.strerror}): look at its rights.") from None

    def _known(self, pack: Pack) -> list[tuple[Path, Pack]]:
        """The pack that is installed, and the one of this version that was; a broken one is none."""
        found = []
        for path in (self._folder / place_of(pack), self._folder / earlier_place_of(pack)):
            try:
                found.append((path, read_pack(path, self._instruments)))
            except DataFileError:
                continue
        return found


def _write(place: Path, contents: bytes) -> None:
    """Written beside and moved into place."""
    place.parent.mkdir(exist_ok=True)
    beside = place.with_name(f".{place.name}.new")
    beside.write_bytes(contents)
    os.replace(beside, place)
