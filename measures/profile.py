"""A profile: a named, versioned rule set with the source of every figure. Data files; no figure stands in code."""

from collections.abc import Mapping
from dataclasses import dataclass

from measures.datafile import DataFileError, Reader
from measures.instrument import Instrument
from measures.rulefile import rules_of
from measures.rules import Rules


@dataclass(frozen=True, slots=True)
class Profile:
    """A rule set. `about` says where its figures come from; `rules` by measure."""

    id: str
    version: str
    title: str
    about: str
    rules: Mapping[str, Rules]

    def rules_for(self, measure: Instrument) -> Rules:
        """The rules for a measure, else the measure's own. Raises DataFileError if there are none."""
        rules = self.rules.get(measure.id, measure.rules)
        if rules is None:
            raise DataFileError(self.id, measure.id, f"has no rules; there are rules for {', '.join(self.rules)}")
        return rules


def profile_of(file: Reader) -> Profile:
    """A profile from its data file. Raises DataFileError: unknown keys, impossible figures, missing sources."""
    measures, rules = file.table("measures"), dict[str, Rules]()
    for name in measures.keys():  # noqa: SIM118 - a Reader, no dict
        rules[name] = _rules(measures.table(name), rules)
        if rules[name] == Rules():
            raise measures.wrong(name, "has no rule: every course would be on track")
    if not rules:
        raise file.wrong("measures", "names no measure")
    made = Profile(file.text("id"), file.text("version"), file.text("title"), file.text("about"), rules)
    file.done()
    return made


def _rules(table: Reader, before: Mapping[str, Rules]) -> Rules:
    """`like` names a measure further up whose rules hold here, too, where there are no own."""
    if "like" not in table:
        return rules_of(table)
    like = table.text("like")
    if like not in before:
        raise table.wrong("like", "must name a measure of this file, further up")
    return rules_of(table, before[like])
