"""Reading a reply: exactly the numbers asked for, or a reason to ask back. Never a guess.

Numbers stand at the beginning, after at most some harmless words, in one of the usual separations; what follows is a
remark. Anything else near a number makes the reply unclear. `about 7` and `7ish` are a 7. In this order: nothing but
plain numbers; numbers that say their item; numbers one after another; what is left is noise or unclear.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from measures.moods import belies
from measures.numerals import HOLES, HOMONYMS, INDEFINITE, JOINERS, MINUS, OUT_OF, RANGES
from measures.placing import Found, by_name, by_number, unnumbered
from measures.readings import Ambiguous, Asked, NoNumber, OutOfRange, Reading, TooFew, TooMany, Values
from measures.remarks import SHORT, before, behind, is_hour, mends
from measures.smallwords import fold
from measures.tokens import Token, cut, plain, unscaled

__all__ = [
    "Ambiguous",
    "Asked",
    "NoNumber",
    "OutOfRange",
    "Reading",
    "TooFew",
    "TooMany",
    "Values",
    "read",
]

PLAIN = {f"{tenths / 10:g}": tenths for tenths in range(101)}
PLAIN |= {text.replace(".", ","): tenths for text, tenths in PLAIN.items()}
"""The usual ways to write one rating."""

LISTED = PLAIN | {text + sign: tenths for text, tenths in PLAIN.items() for sign in ",;"}
"""The same in a list; a reply of nothing else needs no closer look."""

GAP = re.compile(r"|[,;|&•·]|[/-]|\.+")
SLASHED = re.compile(r"[0-9]{1,3}(?:\.[0-9])?(?: ?/ ?[0-9]{1,3}(?:\.[0-9])?){2,}")
DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3,}")
DOUBTFUL = re.compile(r"[-~]?(?:10|[0-9])(?:[.,][0-9]+)?(?:-(?:10|[0-9])(?:[.,][0-9]+)?)?[-+?]*")
ANSWER = re.compile(r"([0-9]{1,3})[\s.,:;=(·-]{1,3}(.*)", re.DOTALL)
REMARK_STARTS = " \n,.;:!-)"
REMARK_ENDS = " \n,.;:!-"


def read(text: str, asked: Asked) -> Reading:
    """What a reply says. Total: gives a reading for every text."""
    parts = _parts(text.rstrip(".! \n"), asked.items)
    if len(parts) == asked.items and LISTED.keys() >= set(parts):
        return _checked([(part.rstrip(",;"), LISTED[part]) for part in parts], asked)
    bare = plain(text)
    if answer := _worded(bare, asked):
        return answer
    bare = unscaled(unnumbered(_apart(bare, asked), asked), asked.top)
    tokens = cut(bare, asked.language, asked.top, listed=asked.items > 1)
    if not tokens:
        return NoNumber(text.strip())
    return (
        _answered(bare, asked)
        or _indexed(bare, asked)
        or _labelled(bare, tokens, asked)
        or _listed(bare, tokens, asked)
        or _noise(bare, tokens, asked)
        or _unclear(bare, tokens, asked)
    )


def _apart(text: str, asked: Asked) -> str:
    """`7/6/8/7`, `7.6.8.7`: a list whose separators mean something else elsewhere."""
    if SLASHED.fullmatch(text):
        return text.replace("/", " ")
    dotted = text.count(".") == asked.items - 1 and DOTTED.fullmatch(text)
    return text.replace(".", " ") if dotted else text


def _parts(text: str, items: int) -> list[str]:
    """A reply cut at its blanks, `7,6,8,7` and `7/6/8/7` at their signs."""
    if items > 2 and " " not in text:
        for sign in ",/":
            if text.count(sign) == items - 1:
                return text.split(sign)
    return text.split(None, items)


def _worded(text: str, asked: Asked) -> Values | None:
    """`More than half the days`: a published answer and nothing else is its point."""
    if asked.items != 1 or not asked.options:
        return None
    options, said = [fold(option) for option in asked.options], fold(text.strip(" .!"))
    return Values((asked.low + options.index(said) * 10,)) if options.count(said) == 1 else None


def _answered(text: str, asked: Asked) -> Reading | None:
    """`2 - More than half the days`: a point with its published answer, or with another one's."""
    answer = ANSWER.fullmatch(text) if asked.items == 1 and asked.options else None
    if not answer:
        return None
    options, said = [fold(option) for option in asked.options], fold(answer[2].rstrip(".!)"))
    if said not in options:
        return None
    tenths, meant = int(answer[1]) * 10, asked.low + options.index(said) * 10
    return Values((tenths,)) if tenths == meant else Ambiguous((meant,), (None,), text)


def _indexed(text: str, asked: Asked) -> Reading | None:
    """Ratings behind the items' numbers."""
    found = by_number(text, asked)
    return _placed(found, asked) if found else None


def _labelled(text: str, tokens: list[Token], asked: Asked) -> Reading | None:
    """Ratings behind the items' names, and a remark."""
    named = by_name(text, tokens, asked)
    if not named or not behind(named[1], tokens[-1], asked.items, asked.language):
        return None
    if _belied([tenths for _, tenths in named[0].values()], "", named[1], asked):
        return None
    return _placed(named[0], asked, _remark("", named[1]))


def _placed(found: Found, asked: Asked, remark: str = "") -> Reading:
    """Numbers whose items are certain."""
    reading = _checked([found[item] for item in sorted(found)], asked, remark, remark)
    if not isinstance(reading, TooFew):
        return reading
    return replace(reading, placed=tuple(found[item][1] if item in found else None for item in range(asked.items)))


def _listed(text: str, tokens: list[Token], asked: Asked) -> Reading | None:
    """Numbers one after another, led in by small words or by a remark of their own, then a remark."""
    tokens = _without_articles(text, tokens, asked)
    run = _run(text, tokens, asked.language)
    lead, rest = text[: run[0].start], text[run[-1].end :]
    said = before(lead, asked.language, closing=_closes(tokens, run, rest, asked))
    if said is None or run[-1].counts:
        return None
    clear = (
        not any(token.led or token.followed or token.tenths is None for token in run)
        and _uniform(text, run, asked)
        and behind(rest, run[-1], asked.items, asked.language)
        and not _belied([token.tenths or 0 for token in run], lead, rest, asked)
        and _nothing_later(text, tokens, run, asked)
    )
    if not clear:
        return _unclear(text, tokens, asked)
    return _checked([(token.raw, token.tenths or 0) for token in run], asked, _remark(said, rest), text)


def _without_articles(text: str, tokens: list[Token], asked: Asked) -> list[Token]:
    """`un 7`, `un 7, un 6, un 8 y un 7`: an article is no number."""
    known = INDEFINITE.get(asked.language, frozenset())
    if not any(token.raw.casefold() in known for token in tokens):
        return tokens
    articles = [one.raw.casefold() in known and text[one.end : other.start] == " " for one, other in pairwise(tokens)]
    others = [token for token, article in zip(tokens, [*articles, False], strict=True) if not article]
    return others if len(others) == asked.items or (asked.items == 1 and len(tokens) - len(others) == 1) else tokens


def _closes(tokens: list[Token], run: list[Token], rest: str, asked: Asked) -> bool:
    """Whether exactly the numbers asked for, and no others, stand at the very end."""
    return (
        len(tokens) == len(run) == asked.items
        and not rest.strip(REMARK_STARTS)
        and all(token.within(asked.low, asked.high) and token.raw.casefold() not in HOMONYMS for token in run)
    )


def _belied(values: Collection[int], lead: str, rest: str, asked: Asked) -> bool:
    """`10 (worst)`, `0, perfect`: whether the words contradict numbers that are all in the highest, or all in the
    lowest, quarter of the range."""
    quarter = (asked.high - asked.low) // 4
    high = min(values) >= asked.high - quarter
    if not high and max(values) > asked.low + quarter:
        return False
    return belies(lead, rest, asked.language, good=high is asked.higher_is_better)


def _remark(said: str, rest: str) -> str:
    """The words before the numbers and those behind, without the signs around them."""
    return " ".join(filter(None, (said.strip(REMARK_ENDS), rest.lstrip(REMARK_STARTS).rstrip(REMARK_ENDS))))


def _run(text: str, tokens: Sequence[Token], language: str) -> list[Token]:
    """The first numbers, as far as only separators stand between them."""
    joiners = JOINERS.get(language, JOINERS["en"])
    run = [tokens[0]]
    for one, other in pairwise(tokens):
        gap = text[one.end : other.start].strip()
        if not GAP.fullmatch(gap) and not joiners.issuperset(gap.strip(",;").casefold().split()):
            break
        run.append(other)
    return run


def _checked(numbers: Sequence[tuple[str, int]], asked: Asked, remark: str = "", text: str = "") -> Reading:
    """Clear numbers, as written and in tenths: in range, and as many as asked? `1.7 2.6` may be numbered."""
    said = text if remark else ""
    values = tuple(tenths for _, tenths in numbers)
    if len(values) > 1 and all(tenths // 10 == place and tenths % 10 for place, tenths in enumerate(values, 1)):
        return Ambiguous(values, (None,) * asked.items, said)
    for raw, tenths in numbers:
        if not asked.low <= tenths <= asked.high:
            return OutOfRange(raw, said)
        if (tenths - asked.low) % asked.step:
            return Ambiguous(values, (None,) * asked.items, said)
    if len(values) == asked.items:
        return Values(values, remark)
    if len(values) < asked.items:
        return TooFew(values, (None,) * asked.items, said)
    return TooMany(values, said)


def _uniform(text: str, run: list[Token], asked: Asked) -> bool:
    """Slashes and hyphens separate only a whole list of at least three, all alike; never two numbers, never by half."""
    if text[run[-1].end :].lstrip()[:1] == "/" or text[run[-1].end :][:1] == "-":
        return False
    between = [text[one.end : other.start] for one, other in pairwise(run)]
    if any(gap.strip() and gap.endswith(",") for gap in between) and not _commas(between):
        return False
    gaps = {gap.strip() for gap in between}
    if gaps & {"-", "/"}:
        return len(gaps) == 1 and len(run) >= 3 and len(run) == asked.items
    return not (asked.items == 2 and len(run) == 1 and "," in run[0].raw)


def _commas(between: list[str]) -> bool:
    """`7 ,6 ,8 ,7` is a list; in `7 6 8 ,5` the last may be half a point."""
    return all("," in gap for gap in between) and (len(between) > 1 or between[0] == ",")


def _nothing_later(text: str, tokens: list[Token], run: list[Token], asked: Asked) -> bool:
    """Whether the numbers in the remark are plainly no ratings; right after the last one they would make a range."""
    later = tokens[len(run) :]
    if not later:
        return True
    between = text[run[-1].end : later[0].start].strip().casefold()
    if between in RANGES or between in OUT_OF or between in ("/", "-"):
        return False
    far = len(between.split()) > 2 or not between[:1].isalnum()
    whole = len(run) == asked.items > 1 < len(between.split()) and not mends(text[run[-1].end :], asked.language)
    return all(
        _aside(token)
        or (far and not token.within(asked.low, asked.high))
        or (whole and is_hour(text, token.start, asked.language))
        for token in later
    )


def _aside(token: Token) -> bool:
    """Something counted, or a word that is seldom a number."""
    return token.counts or token.raw.casefold() in HOMONYMS


def _noise(text: str, tokens: list[Token], asked: Asked) -> Reading | None:
    """A text whose numbers all count something else holds no rating."""
    far = all(_aside(token) or not token.within(asked.low, asked.high) for token in tokens)
    told = all(token.spelled for token in tokens) and len(text.split(maxsplit=SHORT)) > SHORT
    return NoNumber(text) if (far or told) and not _negative(text, tokens[0]) else None


def _negative(text: str, token: Token) -> bool:
    """`-3`, `minus 3`."""
    before = text[: token.start]
    return before == "-" or before.strip().casefold() in MINUS


def _unclear(text: str, tokens: list[Token], asked: Asked) -> Reading:
    """What can be said of an unclear reply: which slots are certain, if it has as many slots as were asked."""
    remark = text if any(char.isalpha() for char in text) else ""
    if asked.items == 1 and len(tokens) == 1 and _negative(text, tokens[0]):
        return OutOfRange(f"-{tokens[0].raw}", remark)
    values = (token.tenths for token in tokens if token.tenths is not None and token.within(asked.low, asked.high))
    slots = [slot.rstrip(",;") for slot in text.split(None, asked.items)]
    certain = asked.items > 1 and len(slots) == asked.items and all(_is_slot(slot) for slot in slots)
    placed = tuple(PLAIN.get(slot) for slot in slots) if certain else (None,) * asked.items
    return Ambiguous(tuple(dict.fromkeys(values)), placed, remark)


def _is_slot(slot: str) -> bool:
    """One place of a list: a rating, a doubtful one (`7?`, `7-8`, `-1`), or a sign for none."""
    return slot in PLAIN or slot.casefold() in HOLES or DOUBTFUL.fullmatch(slot) is not None
