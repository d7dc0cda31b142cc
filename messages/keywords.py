"""The words that always work: STOP, START, HELP and their relatives, as the whole message, in any case.

The carriers' English sets (with Twilio's additions of 2025), the same in the eight languages, and a few sentences that
cannot mean anything else. A word that could be an ordinary answer is not among them, and none is ever asked for.
"""

import unicodedata
from enum import StrEnum


class Keyword(StrEnum):
    """What such a word means."""

    STOP = "stop"
    START = "start"
    HELP = "help"


LONGEST = 60
"""Characters of the longest message that is looked at."""

STOP = frozenset(
    """stop|stopall|stop all|unsubscribe|cancel|end|quit|optout|opt out|opt-out|revoke|remove|td|arret|arrêt|
    stopp|abmelden|abbestellen|austragen|desabonner|désabonner|arreter|arrêter|alto|baja|parar|cancelar|sair|remover|
    stoppen|afmelden|uitschrijven|ferma|fermati|disiscrivi|cancellami|wypisz|rezygnuję|rezygnuje|koniec|
    please stop|stop please|stop texting me|stop messaging me|stop writing to me|stop sending me messages|stop it|
    stop texting|stop messages|no more messages|no more texts|do not text me|don't text me|leave me alone|
    unsubscribe me|bitte stopp|bitte aufhören|keine nachrichten mehr|bitte keine nachrichten mehr|
    lassen sie mich in ruhe|por favor pare|no más mensajes|no mas mensajes|no me escriban más|deje de escribirme|
    déjeme en paz|plus de messages|arrêtez|arretez|arrêtez de m'écrire|laissez-moi tranquille|
    por favor parem|chega de mensagens|não quero mais mensagens|pare de me escrever|
    geen berichten meer|stop met berichten|laat me met rust|
    basta messaggi|non scrivetemi più|smettetela|lasciatemi in pace|
    proszę przestać|proszę nie pisać|nie piszcie do mnie|proszę nie pisać więcej""".replace("\n    ", "").split("|")
)
START = frozenset(
    """start|yes|unstop|resume|starten|fortsetzen|iniciar|reanudar|démarrer|demarrer|reprendre|retomar|hervatten|
    inizia|riprendi|wznów|wznow""".replace("\n    ", "").split("|")
)
HELP = frozenset(["help", "info", "aide", "ayuda", "hilfe", "ajuda", "aiuto", "pomoc", "hulp", "?"])


def keyword(text: str) -> Keyword | None:
    """Which of the words a message is; None for anything longer or else."""
    trimmed = text.strip()
    if len(trimmed) > LONGEST:
        return None
    word = _bare(trimmed)
    if word in STOP:
        return Keyword.STOP
    if word in START:
        return Keyword.START
    return Keyword.HELP if word in HELP else None


def _bare(text: str) -> str:
    """Case, surrounding signs and doubled blanks do not matter; a lone question mark is kept."""
    folded = " ".join(unicodedata.normalize("NFKC", text).replace("\u2019", "'").casefold().split())
    return folded.strip(" .!,;:…/\"'*()[]") or folded
