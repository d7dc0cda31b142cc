"""`python -m benchmarks.reading`: replies read a second on one core, in eight languages.

Three corpora: nothing but numbers, numbers with words, and a mix of four to one. Beside them a naive reader, a regular
expression that takes whatever numbers it finds: what a reading costs that asks nothing back. Last, how the time
grows with a reply's length: twice the length should take no more than about twice the time. All figures are the best
of several rounds in CPU time; the ratios compare within one run.
"""

import argparse
import re
from collections.abc import Callable, Sequence
from itertools import chain, repeat
from time import process_time

from measures.reading import Asked, Values, read
from messages.wording import shipped
from messages.words import LANGUAGES

PLAIN = (
    "7 | 6.5 | 10 | 0 | 7,5 | 5 6 5.5 6 | 7 6,5 8 7 | 7, 6.5, 8, 7 | 8/7/7.5/8 | 6; 6; 7; 6 | 4 5 5 6 | 3.5 | 2 | "
    "9 9 8 9 | 5,5 6 6 5,5 | 7,6,8,7 | 7/10 | 7\n6\n8\n7 | 8. | 6!!"
)
WORDS = {
    "en": "about 7 | 7 because I slept badly | I'd say a 6 | seven and a half | 4 5 4 5 sorry, late | not great, 4 | "
    "between 6 and 7 | me 7 people 6 work 8 overall 7 | Hi Anna, 6 | can we meet at 3 instead? | 7 no wait 6",
    "de": "ungefähr 7 | 7 weil ich schlecht geschlafen habe | eher eine 6 | siebeneinhalb | 4 5 4 5 bis morgen um 5 | "
    "Mir geht es schlecht. 2 | 6 bis 7 | Ich 7, Menschen 6, Alltag 8, alles 7 | Hallo Frau Lindt, 6",
    "es": "más o menos 7 | 7 porque dormí mal | un 6 | siete y medio | 4 5 4 5 gracias | mal, 2 | 6 o 7 | "
    "yo 7 familia 6 trabajo 8 todo 7 | ¿nos vemos a las 5?",
    "fr": "environ 7 | 7 parce que j'ai mal dormi | plutôt 6 | sept et demi | 4 5 4 5 merci | mal, 2 | 6 ou 7 | "
    "moi 7, proches 6, quotidien 8, ensemble 7 | on se voit à 17h ?",
    "pt": "mais ou menos 7 | 7 porque dormi mal | acho que 6 | sete e meio | 4 5 4 5 obrigada | péssimo, 2 | 6 ou 7 | "
    "eu 7 família 6 trabalho 8 geral 7 | até amanhã às 5",
    "nl": "ongeveer 7 | 7 omdat ik slecht sliep | een 6 | zevenenhalf | 4 5 4 5 bedankt | slecht, 2 | 6 of 7 | "
    "ik 7 familie 6 werk 8 alles 7 | kan het morgen om 5?",
    "it": "più o meno 7 | 7 perché ho dormito male | direi 6 | sette e mezzo | 4 5 4 5 grazie | male, 2 | 6 o 7 | "
    "io 7 famiglia 6 lavoro 8 tutto 7 | ci vediamo alle 5",
    "pl": "około 7 | 7 bo źle spałam | chyba 6 | siedem i pół | 4 5 4 5 dziękuję | źle, 2 | 6 lub 7 | "
    "ja 7 bliscy 6 praca 8 wszystko 7 | do jutra o 5",
}
"""A bar between the replies."""

PLAIN_TO_WORDS = 4
ROUNDS = 7
AT_LEAST = 20_000
"""Replies in a round."""

LENGTHS = (2_500, 5_000, 10_000)
ENDLESS = (
    *("7", "1 ", "(", "7-", "7,", "7.", "7/", "7 / ", "1) ", "1) 7 ", "7:", "seven ", "siete y ", "7 and ", "-", "' "),
    *(
        "a",
        "ab ",
        "7 because ",
        "no ",
        "most ",
        "1.1.",
        "12:30 ",
        "on a scale ",
        "e\u0301",
        "\n",
        "- 7\n",
        "Q1 ",
        "((7",
    ),
)

Reply = tuple[str, Asked]
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def naive(text: str, asked: Asked) -> list[float]:
    """Whatever numbers there are, if they are as many as asked for: guesses where `read` asks back."""
    found = [float(number.replace(",", ".")) for number in NUMBER.findall(text)]
    return found if len(found) == asked.items else []


def corpus(texts: str, language: str) -> list[Reply]:
    """The replies of a text, each as an answer to one item or to all four."""
    wording = shipped("ors", language)
    labels = tuple(item.labels for item in wording.items) if wording else ()
    one, four = Asked(1, language=language, labels=labels[:1]), Asked(language=language, labels=labels)
    return [(text, four if len(NUMBER.findall(text)) > 2 else one) for text in texts.split(" | ")]


def mixed(plain: Sequence[Reply], wordy: Sequence[Reply]) -> list[Reply]:
    """Four plain ones to each one with words."""
    plenty = chain.from_iterable(repeat(plain))
    return [reply for one in wordy for reply in (*(next(plenty) for _ in range(PLAIN_TO_WORDS)), one)]


def rate(reader: Callable[[str, Asked], object], replies: Sequence[Reply]) -> float:
    """Replies a second."""
    times = range(AT_LEAST // len(replies) + 1)
    best = float("inf")
    for _ in range(ROUNDS):
        began = process_time()
        for _ in times:
            for text, asked in replies:
                reader(text, asked)
        best = min(best, process_time() - began)
    return len(times) * len(replies) / best


def growth(piece: str, asked: Asked) -> list[float]:
    """Seconds for a reply of each length."""
    seconds = []
    for length in LENGTHS:
        text = (piece * length)[:length]
        best = float("inf")
        for _ in range(ROUNDS):
            began = process_time()
            read(text, asked)
            best = min(best, process_time() - began)
        seconds.append(best)
    return seconds


def run() -> None:
    """Measures and prints."""
    plain = [reply for language in LANGUAGES for reply in corpus(PLAIN, language)]
    wordy = [reply for language in LANGUAGES for reply in corpus(WORDS[language], language)]
    for name, replies in (("plain", plain), ("mixed", mixed(plain, wordy)), ("words", wordy)):
        ours, other = rate(read, replies), rate(naive, replies)
        taken = sum(isinstance(read(*reply), Values) for reply in replies)
        print(
            f"{name}: {ours:,.0f} replies/s ({len(replies)} replies, {taken} read as ratings); "
            f"naive reader {other:,.0f}; ratio {ours / other:.2f}"
        )
    print(f"time for a reply of {' / '.join(f'{length:,}' for length in LENGTHS)} characters, the first as 1:")
    for piece in ENDLESS:
        grown = [growth(piece, asked) for asked in (Asked(1, language="de"), Asked(language="de"))]
        ratios = ["  ".join(f"{seconds / one[0]:.1f}" for seconds in one) for one in grown]
        print(f"  {piece!r:15} one item {ratios[0]}, four {ratios[1]}; {max(map(max, grown)) * 1000:.2f} ms")


def main() -> None:
    """The command."""
    argparse.ArgumentParser(
        prog="python -m benchmarks.reading", description=(__doc__ or "").splitlines()[0]
    ).parse_args()
    run()


if __name__ == "__main__":
    main()
