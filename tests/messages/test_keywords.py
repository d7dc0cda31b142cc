import pytest

from messages.keywords import HELP, LONGEST, NOT_ME, START, STOP, Keyword, keyword
from messages.words import LANGUAGES

STOPS = {
    "en": ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "OPT-OUT", "REVOKE", "REMOVE", "TD"],
    "es": ["baja", "parar", "cancelar", "no más mensajes", "no quiero mas mensajes", "déjeme en paz"],
    "de": ["stopp", "abmelden", "abbestellen", "bitte keine Nachrichten mehr", "Lass mich in Ruhe"],
    "fr": ["arrêt", "ARRET", "arrêter", "désabonner", "désinscrire", "plus de messages", "laissez moi tranquille"],
    "pt": [
        "sair",
        "parar",
        "remover",
        "cancelar",
        "chega de mensagens",
        "nao quero mais mensagens",
        "me deixem em paz",
    ],
    "nl": ["stoppen", "afmelden", "uitschrijven", "laat me met rust", "geen sms meer", "stop aub"],
    "it": ["ferma", "disiscrivi", "cancellami", "disiscrivimi", "non voglio piu messaggi", "lasciatemi in pace"],
    "pl": ["koniec", "wypisz", "rezygnuję", "rezygnuje", "proszę nie pisać", "prosze nie pisac", "dajcie mi spokój"],
}
STARTS = [
    "START",
    "YES",
    "UNSTOP",
    "resume",
    "starten",
    "iniciar",
    "démarrer",
    "retomar",
    "hervatten",
    "inizia",
    "wznów",
]
HELPS = [
    "HELP",
    "INFO",
    "aide",
    "¡Ayuda!",
    "Hilfe",
    "Hilfe?",
    "ajuda",
    "aiuto",
    "pomoc",
    "pomocy",
    "hulp",
    "socorro",
    "?",
]


@pytest.mark.parametrize("word", [word for words in STOPS.values() for word in words])
def test_stop_is_understood_in_every_language(word: str) -> None:
    assert keyword(word) is keyword(word.upper()) is keyword(word.lower()) is Keyword.STOP


@pytest.mark.parametrize(
    "text",
    ["/stop@harbour_bot", "STOP 🛑", "Stop, please", "stop stop STOP", "🙏🏽 stop", "Stop!!", "‼️Stop‼️", "stop now"],
)
def test_stop_is_understood_with_signs_and_pictures_around_it(text: str) -> None:
    assert keyword(text) is Keyword.STOP


@pytest.mark.parametrize("text", ["alto", "bajo", "I cannot stop", "me@stop", "stop the world I want to get off"])
def test_what_may_be_an_answer_or_a_remark_is_no_stop(text: str) -> None:
    assert keyword(text) is None


def test_no_language_is_left_out() -> None:
    assert set(STOPS) == set(LANGUAGES)


@pytest.mark.parametrize("word", STARTS)
def test_start_is_understood(word: str) -> None:
    assert keyword(word) is keyword(word.upper()) is Keyword.START


@pytest.mark.parametrize("word", HELPS)
def test_help_is_understood(word: str) -> None:
    assert keyword(word) is keyword(word.upper()) is Keyword.HELP


@pytest.mark.parametrize(
    "text",
    [
        *(
            " stop ",
            "Stop.",
            "STOP!!!",
            "«stop»".strip("«»"),
            '"stop"',
            "(stop)",
            "*STOP*",
            "\n\tstop\n",
            "ＳＴＯＰ",
            "stop…",
        ),
        *(
            "«stop»",
            "„stop“",
            "Stop, please",
            "ARRÊTEZ",
            "stop   all",
            "Don’t text me",
            "don't text me",
            "arre\u0302t",
            f"{' ' * 200}stop{' ' * 200}",
        ),
    ],
)
def test_blanks_case_and_signs_around_the_word_do_not_matter(text: str) -> None:
    assert keyword(text) is Keyword.STOP


@pytest.mark.parametrize(
    "text",
    [
        *(
            "stop it hurts",
            "I can't stop crying",
            "please don't stop",
            "stop 7",
            "7 stop",
            "the end",
            "in the end 7",
            "ended",
        ),
        *(
            "help me",
            "I need help",
            "yes 7",
            "start again at 7",
            "stopstop",
            "non-stop",
            "quite",
            "basta",
            "stop?",
            "annuleren",
            "fin",
            "alta",
            "no",
            "",
            "   ",
        ),
        *("7", "0", "7 6 8 7", "🛑", "??", "!", "cancel my appointment", "stop " * 50, "s t o p", "/stop"),
    ],
)
def test_a_word_inside_something_else_is_no_keyword(text: str) -> None:
    assert keyword(text.replace("/", "\\")) is None


def test_no_word_means_two_things() -> None:
    assert len(STOP | START | HELP | NOT_ME) == len(STOP) + len(START) + len(HELP) + len(NOT_ME)


def test_every_word_can_be_met() -> None:
    for words, meaning in ((STOP, Keyword.STOP), (START, Keyword.START), (HELP, Keyword.HELP)):
        for word in words:
            assert len(word) <= LONGEST
            assert keyword(word) is meaning


@pytest.mark.parametrize(
    "text",
    [
        "not me",
        "NOT ME!",
        "No soy yo.",
        "nicht ich",
        "« pas moi »",
        "nao sou eu",
        "niet ik",
        "Non sono io",
        "To nie ja",
    ],
)
def test_not_me_is_understood_in_every_language(text: str) -> None:
    assert keyword(text) is Keyword.NOT_ME


@pytest.mark.parametrize(
    "text",
    [
        "this is not me",
        "that's not me at all",
        "not me, my wife",
        "I am not myself",
        "das bin nicht ich, das ist die Krankheit",
        "no soy yo misma",
        "ce n'est pas moi qui décide",
        "me",
    ],
)
def test_words_about_oneself_are_words(text: str) -> None:
    assert keyword(text) is None
