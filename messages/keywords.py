"""The words that always work: STOP, START, HELP, NOT ME, ONLY HERE and their relatives, whole, in any case.

The carriers' English sets (with Twilio's additions of 2025), the same in the eight languages, and a few sentences that
cannot mean anything else. A word that could be an ordinary answer is not among them, and none is ever asked for. They
are met with and without their accents.
"""

import re
import unicodedata
from enum import StrEnum


class Keyword(StrEnum):
    """What such a word means."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    NOT_ME = "not me"
    ONLY_HERE = "only here"


LONGEST = 60
"""Characters of the longest message that is looked at."""

AROUND = " .!,;:…/\"'*()[]¡¿«»„“”‚‘"
"""Signs around a word that do not matter."""

PICTURES = ("So", "Sk", "Cf", "Mn")
TO_A_BOT = re.compile(r"(?<=\w)@\w+$")
"""Telegram puts a bot's name behind a command that is picked from a list: `/stop@our_bot`."""


def unaccented(text: str) -> str:
    """Without accents: `arrêt` is `arret`, `więcej` is `wiecej`."""
    if text.isascii():
        return text
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return bare.replace("ł", "l")


def words_of(text: str) -> frozenset[str]:
    """The words of a table, in which `|` and line ends stand between them."""
    return frozenset(unaccented(word.strip()) for line in text.splitlines() for word in line.split("|"))


STOP = words_of(
    """stop|stopall|stop all|unsubscribe|cancel|end|quit|optout|opt out|opt-out|revoke|remove|td|arrêt
    please stop|stop please|stop texting me|stop messaging me|stop writing to me|stop sending me messages|stop it
    stop now|stop this|stop sending me this|stop asking me
    stop texting|stop messages|stop the messages|stop all messages|stop contacting me|please stop texting me
    please stop messaging me|no more messages|no more texts|no more messages please|do not text me|don't text me
    dont text me|do not message me|don't message me|do not contact me|don't contact me|leave me alone
    please leave me alone|unsubscribe me|opt me out|remove me|cancel messages
    schluss|hör auf
    stopp|abmelden|abbestellen|austragen|stop bitte|stopp bitte|bitte stop|bitte stopp|bitte stoppen|bitte aufhören
    bitte aufhoeren|aufhören|aufhoeren|hören sie auf|hören sie bitte auf|keine nachrichten mehr|keine sms mehr
    bitte keine nachrichten mehr|bitte keine sms mehr|keine weiteren nachrichten|bitte nicht mehr schreiben
    schreiben sie mir nicht mehr|schreiben sie mir bitte nicht mehr|nicht mehr schreiben
    ich möchte keine nachrichten mehr|ich moechte keine nachrichten mehr|ich will keine nachrichten mehr
    lassen sie mich in ruhe|lasst mich in ruhe|lass mich in ruhe
    baja|parar|pare|cancelar|detener|darme de baja|dar de baja|stop por favor|por favor pare|pare por favor
    no más mensajes|no quiero más mensajes|no quiero recibir más mensajes|basta de mensajes|no me escriban más
    no me escriban|no me escriba más|ya no me escriban|deje de escribirme|dejen de escribirme|déjeme en paz
    déjenme en paz|dejadme en paz
    désabonner|me désabonner|désabonnement|désinscrire|me désinscrire|désinscription|arrêter|arrêtez|stop svp
    stop sms|stop s'il vous plaît|arrêtez svp|arrêtez s'il vous plaît|arrêtez de m'écrire|ne m'écrivez plus
    plus de messages|plus de sms|plus de messages svp|je ne veux plus de messages|je ne veux plus recevoir de messages
    laissez-moi tranquille|laissez moi tranquille
    sair|remover|parem|por favor parem|parem por favor|cancelar mensagens|chega de mensagens|não quero mais mensagens
    não quero receber mais mensagens|não me escrevam mais|não me escreva mais|não me mandem mais mensagens
    não me mande mais mensagens|não me enviem mais mensagens|pare de me escrever|parem de me escrever
    pare de me mandar mensagens|parem de me mandar mensagens|deixem-me em paz|deixe-me em paz|me deixem em paz
    me deixe em paz
    stoppen|stopzetten|afmelden|uitschrijven|stop aub|stop alsjeblieft|stop alstublieft
    geen berichten meer|geen sms meer|geen berichten meer aub|stop met berichten|stop met sturen|stuur me niets meer
    stuur geen berichten meer|schrijf me niet meer|ik wil geen berichten meer|laat me met rust
    ferma|fermati|fermatevi|disiscrivi|disiscrivimi|disiscrivetemi|cancellami|cancellatemi|disattiva
    stop messaggi|stop per favore|basta messaggi|basta sms|basta con i messaggi|non voglio più messaggi
    non voglio più ricevere messaggi|non scrivetemi più|non scrivermi più|non mi scriva più|non mi scrivete più
    smettetela|la smetta|smetta di scrivermi|lasciatemi in pace|mi lasci in pace|lasciami in pace
    wypisz|wypisz mnie|wypisuję się|proszę mnie wypisać|rezygnuję|koniec|zatrzymaj|stop proszę
    proszę przestać|przestańcie|proszę nie pisać|proszę nie pisać więcej|proszę więcej nie pisać
    proszę już nie pisać|nie piszcie|nie piszcie do mnie|nie piszcie więcej|nie pisz do mnie|nie pisz więcej
    nie chcę wiadomości|nie chcę więcej wiadomości|dość wiadomości|dajcie mi spokój|proszę dać mi spokój"""
)
START = words_of(
    """start|yes|unstop|resume|starten|fortsetzen|anmelden|iniciar|empezar|comenzar|reanudar|reactivar
    démarrer|commencer|recommencer|reprendre|começar|recomeçar|retomar|hervatten|aanmelden|beginnen
    inizia|iniziare|riprendi|ricomincia|riattiva|wznów|zacznij|rozpocznij"""
)
HELP = words_of("help|info|aide|ayuda|hilfe|ajuda|aiuto|pomoc|pomocy|hulp|socorro|au secours|?")
NOT_ME = words_of(
    """not me|notme|wrong person|wrong number|sorry wrong number|you have the wrong number|you have the wrong person
    no soy yo|persona equivocada|número equivocado|se equivoca de número|se equivoca de persona
    se ha equivocado de número
    nicht ich|falsche person|falsche nummer|sie haben die falsche nummer|sie haben die falsche person
    pas moi|ce n'est pas moi|mauvaise personne|mauvais numéro|faux numéro|erreur de numéro|vous vous trompez de numéro
    vous vous trompez de personne|vous avez le mauvais numéro
    não sou eu|pessoa errada|número errado|enganou-se no número
    niet ik|verkeerde persoon|verkeerd nummer|u hebt het verkeerde nummer|je hebt het verkeerde nummer
    non sono io|persona sbagliata|numero sbagliato|ha sbagliato numero|ha sbagliato persona
    to nie ja|nie ja|zła osoba|niewłaściwa osoba|zły numer|pomylony numer"""
)
"""That a message was for somebody else. `That is not me` and the like are not among them: a client may say so of how
they feel."""
ONLY_HERE = words_of(
    """only here|here only|solo aquí|solamente aquí|nur hier|seulement ici|uniquement ici|só aqui|somente aqui
    alleen hier|solo qui|soltanto qui|tylko tutaj|tylko tu"""
)
"""That what fails by one channel is to come by no other."""


def keyword(text: str) -> Keyword | None:
    """Which of the words a message is; None for anything longer or else."""
    trimmed = text.strip()
    if len(trimmed) > LONGEST:
        return None
    word = bare(trimmed)
    if word in STOP:
        return Keyword.STOP
    if word in START:
        return Keyword.START
    if word in NOT_ME:
        return Keyword.NOT_ME
    if word in ONLY_HERE:
        return Keyword.ONLY_HERE
    return Keyword.HELP if word in HELP or word.rstrip(" ?") in HELP else None


def bare(text: str) -> str:
    """Case, accents, commas, pictures, surrounding signs and a word said again do not matter; a lone question mark is
    kept."""
    folded = unicodedata.normalize("NFKC", text).replace("\u2019", "'").casefold()
    seen = folded.replace(",", " ") if folded.isascii() else "".join(map(_blank, folded))
    words = unaccented(TO_A_BOT.sub("", seen)).split()
    plain = " ".join(words[:1] if len(set(words)) == 1 else words)
    return plain.strip(AROUND) or plain


def _blank(char: str) -> str:
    """A picture or a comma is a blank."""
    return " " if char == "," or unicodedata.category(char) in PICTURES else char
