"""The words around numbers, in every language, each rule with examples on both of its sides."""

from typing import Any

import pytest

from measures.reading import Ambiguous, Asked, NoNumber, Reading, TooFew, Values, read
from messages.words import LANGUAGES
from tests.packs import worded


def one(text: str, language: str = "en") -> Reading:
    return read(text, Asked(items=1, language=language, labels=labels(language)[:1]))


def four(text: str, language: str = "en") -> Reading:
    return read(text, Asked(language=language, labels=labels(language)))


def labels(language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(item.labels for item in worded("ors", language).items)


def each(table: dict[str, str]) -> list[Any]:
    """A row per example: those of a language stand in one text, a bar between."""
    return [(language, text) for language, texts in table.items() for text in texts.split(" | ")]


SAYS_SEVEN = {
    "en": "I would give it a 7 | give it a 7 | mine is 7 | my answer is 7 | it is 7 | down to 7 | I'd go with 7 | "
    "let's say 7 | this week was 7 | here you go: 7 | 7 outta 10 | «7» | • 7 | a solid 7 | low 7 | "
    "I'm at 7 | only 7 | today is 7 | good morning, 7 | 7 point 5 | 7 point five | 7 from 10 | 7 on 10 | 0-10: 7 | "
    "on a scale of 1 to 10 a 7 | 7 on a scale of 1 to 10 | On a scale from 0 to 10, I'd say 7",
    "de": "eher 7 | eher eine 7 | naja 7 | leider nur 7 | nur 7 | immer noch 7 | Ich glaube 7 | ich gebe eine 7 | "
    "so um die 7 | die 7 | Guten Tag, 7 | Guten Morgen 7 | 7 komma 5 | siebenkommafünf | I'd say a 7 | "
    "auf einer Skala von 0 bis 10 eine 7 | ne 7 | so ne 7 | ich würd sagen 7 | joa 7 | geht so, 7",
    "es": "yo diría que 7 | yo diria que 7 | le doy un 7 | buenos días 7 | buenos dias 7 | el 7 | la verdad un 7 | "
    "estoy en un 7 | me siento en un 7 | regular, 7 | así así 7 | en una escala del 1 al 10 un 7",
    "fr": "plutôt 7 | plutot 7 | bonsoir 7 | je suis à 7 | bof 7 | disons 7 | moyen 7 | ça va, 7 | "
    "sur une échelle de 0 à 10, 7",
    "pt": "oi 7 | bom dia 7 | boa tarde, 7 | uns 7 | diria que 7 | numa escala de 0 a 10, 7",
    "nl": "'n 7 | goedemorgen 7 | ik geef het een 7 | op een schaal van 0 tot 10 een 7 | ik zou zeggen 7 | "
    "gaat wel, 7 | zo rond de 7",
    "it": "buongiorno 7 | buonasera, 7 | sono a 7 | direi un 7 | circa un 7 | su una scala da 0 a 10, 7 | così così 7",
    "pl": "siódemka | siodemka | daję siódemkę | dzień dobry 7 | daję 7 | w skali od 0 do 10, 7 | myślę że 7 | "
    "tak sobie 7",
}


@pytest.mark.parametrize(("language", "text"), each(SAYS_SEVEN))
def test_small_words_before_a_rating_leave_it_what_it_is(language: str, text: str) -> None:
    half = ("5", "five", "kommafünf")
    assert one(text, language) == Values((75,) if text.endswith(half) else (70,))


GREETED = {
    "en": "Hi Anna, 7 | Hello doctor, 7 | hi Dr. Lindt! 7 | Hello Mrs Lindt\n7",
    "de": "Hallo Frau Lindt, 7 | Liebe Frau Dr. Lindt, ich würde sagen 7 | Guten Tag Frau Lindt,\n7",
    "es": "Hola doctora, 7 | Buenos días doctora, 7",
    "fr": "Bonjour Madame, 7",
    "pt": "Olá doutora, 7",
    "nl": "Dag mevrouw, 7",
    "it": "Buongiorno dottoressa, 7",
    "pl": "Cześć Anna, 7 | Dzień dobry Pani doktor, 7",
}


@pytest.mark.parametrize(("language", "text"), each(GREETED))
def test_whom_a_reply_greets_is_kept(language: str, text: str) -> None:
    reading = one(text, language)
    assert isinstance(reading, Values)
    assert reading.values == (70,)
    assert text.startswith(reading.remark)
    assert len(reading.remark) > 5


def test_what_is_no_greeting_is_asked_back() -> None:
    for text in ("Hello took pills, 7", "Hi Tablets, 7", "Anna, 7", "Hi can't come, 7", "hi anna 7", "hi John 5, 7"):
        assert not isinstance(one(text), Values)


def test_a_good_bye_before_a_number_is_no_small_word() -> None:
    assert isinstance(one("goodbye, 7"), Ambiguous)


NOUNS = "jedynka | dwójka | trójka | czwórka | piątka | szóstka | siódemka | ósemka | dziewiątka | dziesiątka"


@pytest.mark.parametrize(("number", "noun"), [*enumerate(NOUNS.split(" | "), 1)])
def test_polish_has_nouns_for_marks(number: int, noun: str) -> None:
    assert one(noun, "pl") == Values((number * 10,))


ASKED_BACK_BEFORE = {
    "en": "is it 7 | is 7 ok | so is 7 ok | am 7 | no. 7 | not, 7 | room no. 7 | I sit in room. 7 | bad 2 | me at 7",
    "de": "am 7. | morgen 7 | um 7 | nein, 7 | ne, 7",
    "es": "a 7 | a las 7 | no, 7",
    "fr": "à 7 | le 7 | un peu 7",
    "pt": "às 7 | as 7",
    "nl": "om 7",
    "it": "alle 7 | sono le 7",
    "pl": "o 7 | nie, 7",
}


@pytest.mark.parametrize(("language", "text"), each(ASKED_BACK_BEFORE))
def test_other_words_before_a_number_are_asked_back(language: str, text: str) -> None:
    assert isinstance(one(text, language), Ambiguous)


SEVEN_AND_A_REMARK = {
    "en": "7 because I slept badly | 7 but tired | 7 and tired | 7 since monday | 7 my mother died | 7 it's ok | "
    "7 I've slept | 7 this week was hard | 7 please help me | 7 due to work | 7 thanks | 7 ok | 7 today | "
    "7 for now | "
    "7, work was awful | 7. slept badly | 7 - tired | 7 (tired) | 7\nwork was awful | 7! best week | 7 👍 | "
    "7 ^^ sleepy | seven because I slept badly | 7 after 2 beers | 7, not bad | 7, not great | "
    "7 not great | 7 not too bad | 7 meh | 7 xx | 7 points | 7 I'd say | 7 for me | 7 bye | 7 want to sleep | "
    "7. can we meet tomorrow? | 7 but I wonder whether we could meet a day earlier? | "
    "7, no idea why it was so good again | 7, I wish my mother would call me more often",
    "de": "7 weil ich schlecht geschlafen habe | 7 und müde | 7 am Abend | 7 im Moment | 7 danke | "
    "7, nicht schlecht | "
    "7 because of work | 7 LG | 7 Liebe Grüße | 7 geht so | 7 würde ich sagen | 7 Punkte | "
    "7 kann nicht mehr schlafen",
    "es": "7 porque dormí mal | 7 porque dormi mal | 7 pero cansada | 7 gracias | 7, no está mal | "
    "siete porque sí | 7 regular | 7 no puedo más | 7 quiero morirme",
    "fr": "7 parce que j'ai mal dormi | 7 car je dors mal | 7 mais fatigué | 7 j'ai bien dormi | 7, pas mal | "
    "7 bof | 7 ça va | 7 je dirais | 7 bises",
    "pt": "7 porque dormi mal | 7 mas cansada | 7, mas cansada | 7 quero morrer | 7 não aguento mais | 7 bjs",
    "nl": "7 omdat ik slecht sliep | 7 want moe | 7 vandaag | 7, niet slecht | 7 gaat wel | 7 denk ik | 7 groetjes",
    "it": "7 perché ho dormito male | 7 perche ho dormito male | 7 da ieri | 7 grazie | 7 così così | 7 direi | "
    "7 voglio morire",
    "pl": "7 bo źle spałam | 7 bo zle spalam | 7 ale boli | 7 po pracy | 7 tak sobie | 7 nie chcę żyć | 7 pozdrawiam",
}


@pytest.mark.parametrize(("language", "text"), each(SEVEN_AND_A_REMARK))
def test_what_opens_a_remark_keeps_it_apart_from_its_rating(language: str, text: str) -> None:
    reading = one(text, language)
    assert isinstance(reading, Values)
    assert reading.values == (70,)
    assert reading.remark
    assert reading.remark in text


ASKED_BACK_BEHIND = {
    "en": "1 better | 1 good day | 4 bad days | 2 good days | 1 reason to stay | 7 may be too high | 3 at most | "
    "3 at least | 3 last time | "
    "0 problems | 0 stress | 9 stress | 8 anxiety | 7 haha no | 7 is too high | 7 would be a lie | 7 because | "
    "10 bad | 10/10 awful | 10 = worst | 0 = good | 7 bad | 7 sorry | 7 or so | 7 : good | one still hopes",
    "de": "2 gute Tage | 1 Grund zu leben | 0 Bock | 7 wäre gelogen | 7 ist zu hoch | 7 noch nicht",
    "es": "0 ganas | 2 mal | 7 mas",
    "fr": "0 envie | 1 seule raison | 7 mal",
    "pt": "0 vontade | 7 mal",
    "nl": "0 zin",
    "it": "0 voglia | 7 ora sto bene | sei stanca",
    "pl": "0 chęci",
}


@pytest.mark.parametrize(("language", "text"), each(ASKED_BACK_BEHIND))
def test_other_words_right_behind_a_number_are_asked_back(language: str, text: str) -> None:
    reading = one(text, language)
    assert isinstance(reading, Ambiguous)
    assert len(reading.candidates) == 1


TAKEN_BACK = {
    "en": "7 no. terrible | 7 no | 7 not | 7 never | 7 wrong | 7, no | 7, no wait | 7, oh no | 7 :) no | 7. no | "
    "7, wait | 7 I wish | "
    "7, I wish | 7 if only | 7, not really | 7 but no | 7 this is a lie | 7 just kidding | 7 jk | 7, jk | "
    "7, yeah right | 7, maybe less | 7 and a bit | 7 and a quarter | 7 backwards | 7, my mistake | "
    "ten and a half | 7 with a plus | 7 and up | 7 but maybe less | 7 and change | 7 and something | "
    "7 and a little | 7 and then some | seven and a smidge",
    "de": "7 stimmt nicht | 7, nein | 7 ach nein | 7 quatsch | 7, vielleicht weniger | 7 und ein viertel | "
    "7, quatsch | 7 - nein doch nicht | 7, ich wünschte | 7 und halb | sieben und eine halbe | 7 mit Plus | "
    "7 und etwas",
    "es": "7 no más | 7, no | 7 no quiero | 7 no sé | siete y cuarto | 7 y pico | 7 por ahí | 7, quizás menos | "
    "7, ojalá | diez y media | 7 con algo | 7 y poco",
    "fr": "7 non | 7, pas vraiment | 7 et quart | 7, peut-être moins | 7, si seulement | dix et demi | 7 et quelque",
    "pt": "7 não | 7 e pouco | 7, talvez menos | 7, nao | dez e meio | 7 e tal | 7 e algo",
    "nl": "7 nee | 7 en een beetje | 7, misschien minder | 7, niet | zes en half | 7 en halve | 7 en iets",
    "it": "7 no | 7 e qualcosa | 7, forse meno | 7, magari | dieci e mezzo | 7 e spiccioli",
    "pl": "7 nie | 7 i trochę | 7, może mniej | 7, nie | 7 z połową | siedem z plusem | 7 z hakiem | 7 i coś",
}


@pytest.mark.parametrize(("language", "text"), each(TAKEN_BACK))
def test_what_takes_a_number_back_is_asked_back(language: str, text: str) -> None:
    assert isinstance(one(text, language), Ambiguous)


@pytest.mark.parametrize("text", ["7?", "7 ok?", "7, ok?", "7 thanks?", "7 (ok?)", "7, can we meet tomorrow?"])
def test_a_short_question_about_a_number_is_asked_back(text: str) -> None:
    assert isinstance(one(text), Ambiguous)


COUNTED = {
    "en": "10 tablets goodbye | I took 7 tablets | 3 panic attacks | 3 people died | 7 am tomorrow | 7 at night | "
    "7 in the morning | one of those weeks | two of us | 7 of May | 7 months sober",
    "de": "10 Tabletten genommen | 3 Panikattacken | am 7. Mai | 7. Mai | 7 am | zwei von uns | 7 Uhr",
    "es": "3 crisis | 3 ataques de pánico | el 7 de mayo | 7 de la tarde | 2 comprimidos | dos de nosotros",
    "fr": "3 crises | j'ai pris 7 comprimés | le 7 mai | 7 du matin | 7. mai | un de ces jours",
    "pt": "3 crises | tomei 7 comprimidos | 7 de março | 7 da noite",
    "nl": "3 paniekaanvallen | 7 maart | 7 pillen | twee van ons",
    "it": "3 attacchi di panico | 7 maggio | 7 compresse | 7 di sera",
    "pl": "3 ataki paniki | 7 maja | 7. maja | 7 rano | 7 tabletek | moja piątka dzieci",
}


@pytest.mark.parametrize(("language", "text"), each(COUNTED))
def test_what_is_counted_is_no_rating(language: str, text: str) -> None:
    assert one(text, language) == NoNumber(text)


TOLD_FIRST = {
    "en": "not good. 2 | terrible, 2 | awful. 2 | bad week, 2 | at rock bottom, 2 | I want to die. 2 | "
    "I want to die\n2 | My dog died. 2 | Hard week... about 2",
    "de": "schlecht, 2 | Mir geht es schlecht. 2",
    "es": "mal, 2 | fatal, un 2 | He dormido mal. Un 2",
    "fr": "mal, 2 | J'ai mal dormi. 2",
    "pt": "péssimo, 2 | Dormi mal. 2",
    "nl": "slecht, 2 | Ik sliep slecht. 2",
    "it": "male, 2 | Ho dormito male. 2",
    "pl": "źle, 2 | Źle się czuję. 2",
}


@pytest.mark.parametrize(("language", "text"), each(TOLD_FIRST))
def test_a_rating_may_stand_at_the_end_of_what_is_told(language: str, text: str) -> None:
    reading = one(text, language)
    assert isinstance(reading, Values)
    assert reading.values == (20,)
    assert text.startswith(reading.remark)
    assert len(reading.remark) > 2


UNTIED = (
    "I want to die 2 | We broke up, 2 | I took pills. 2 | What now? 2 | It was 5pm. 2 | Call me at 5. 2 | "
    "My dog died. 2 so | So it went. I would say 2"
)


@pytest.mark.parametrize("text", UNTIED.split(" | "))
def test_a_number_at_the_end_that_may_belong_to_the_words_is_asked_back(text: str) -> None:
    assert isinstance(one(text), Ambiguous)


BELIED = {
    "en": "awful, 10 | awful, 10/10 | I feel terrible. 9 | so sad, 8 | 10 (worst) | 10, awful | 10. Terrible week | "
    "10 - the worst it has ever been | 10 because I feel terrible | 10 not good | 10, not good at all | 10 meh | "
    "great, 1 | 0 (best) | 1 (great!) | 0, perfect week | 1, not bad | 2 not bad at all | "
    "10, I want to die | 10 - suicidal | 10 depressed | 8 (very anxious) | 10 (in pain) | 10 😭 | 10 :( | 😢 10 | "
    "9. Want to end it",
    "de": "furchtbar, 10 | 10 (ganz schlecht) | 10, beschissen | 10, nicht gut | 10, will nicht mehr | "
    "10 (Angst) | super, 1 | 1 (sehr gut) | 1, prima",
    "es": "fatal, 10 | 10 (lo peor) | 10, muy mal | 10, no puedo más | 10, quiero morirme | 0, muy bien | 0, nada mal",
    "fr": "horrible, 10 | bof, 10 | bof 10 | 10, je veux mourir | 10 (le pire) | 10, pas bien | 0, très bien | "
    "0 (parfait)",
    "pt": "péssimo, 10 | 10 (pior) | 10, não aguento mais | 10, não muito bem | 0, ótimo | 0 (muito bem)",
    "nl": "vreselijk, 10 | 10 (heel slecht) | 10, ik wil dood | 10, niet goed | 1, heel goed | 0 (perfect)",
    "it": "malissimo, 10 | 10 (il peggio) | 10, voglio morire | 10, non bene | 0, benissimo | 0 (molto bene)",
    "pl": "okropnie, 10 | 10 (najgorzej) | 10, nie chcę żyć | 10, nie dobrze | 0, świetnie | 0 (bardzo dobrze)",
}


@pytest.mark.parametrize(("language", "text"), each(BELIED))
def test_a_rating_that_its_words_belie_is_asked_back(language: str, text: str) -> None:
    assert isinstance(one(text, language), Ambiguous)


BORNE_OUT = {
    "en": "not bad, 8 | great, 8 | Great week. 8 | good, 8/10 | not too bad. 8 | 8, not bad at all | "
    "8 (best week) | 8, no pain | 8, could be worse | 8 good | 8 very good | 8 excellent | "
    "8, less stress | 8 but a lot of pain | 8 😀 | 8 despite the pain :( | "
    "8 but an awful night | 8 although it was a terrible week at work | "
    "8 because I slept badly only once this week | "
    "8. Work was fine. My boss is terrible",
    "de": "8, aber schlecht geschlafen | 8, nicht schlecht | 8 sehr gut | prima, 8",
    "es": "8 pero he dormido mal | 8, nada mal | 8 muy bien",
    "fr": "8 mais j'ai mal dormi | 8, pas mal | 8 très bien",
    "pt": "8 mas dormi mal | 8, nada mal | 8 muito bem",
    "nl": "8 maar slecht geslapen | 8, niet slecht | 8 heel goed",
    "it": "8 ma ho dormito male | 8, non male | 8 tutto bene",
    "pl": "8 ale źle spałam | 8, nie najgorzej | 8 bardzo dobrze",
}


@pytest.mark.parametrize(("language", "text"), each(BORNE_OUT))
def test_a_rating_that_its_words_bear_out_or_are_set_apart_from_is_read(language: str, text: str) -> None:
    reading = one(text, language)
    assert isinstance(reading, Values)
    assert reading.values == (80,)


@pytest.mark.parametrize(
    "text",
    [
        "1. Not a good week",
        "2, awful",
        "0 (worst)",
        "1, no good days",
        "2 not great",
        "2, could be better",
        "2 good night",
    ],
)
def test_a_low_rating_with_low_words_is_read(text: str) -> None:
    assert isinstance(one(text), Values)


def test_a_whole_list_that_its_words_belie_is_asked_back_only_if_all_of_it_is_at_one_end() -> None:
    for text in ("10 10 10 10 (worst)", "0 0 1 0 perfect", "me 10 people 10 work 9 overall 10, worst week"):
        assert isinstance(four(text), Ambiguous)
    assert isinstance(four("10 10 5 10 (worst)"), Values)


def test_a_whole_list_after_low_words_is_asked_back_only_if_all_of_it_is_high() -> None:
    assert isinstance(four("awful, 10 9 9 10"), Ambiguous)
    assert isinstance(four("awful, 10 6 9 10"), Values)


LISTS = {
    "en": "1=7 2=6 3=8 4=7 | 1 - 7\n2 - 6\n3 - 8\n4 - 7 | 1) 7/10 2) 6/10 3) 8/10 4) 7/10 | a) 7 b) 6 c) 8 d) 7 | "
    "7 me, 6 people, 8 daily, 7 overall | 7(me) 6(people) 8(daily) 7(all) | "
    "Q1 7 Q2 6 Q3 8 Q4 7 | Q1: 7\nQ2: 6\nQ3: 8\nQ4: 7 | (1) 7 (2) 6 (3) 8 (4) 7 | 1st 7 2nd 6 3rd 8 4th 7 | "
    "#1 7 #2 6 #3 8 #4 7 | 7.6.8.7 | here you go: 7 6 8 7 | "
    "first 7 second 6 third 8 fourth 7 | "
    "a 7, a 6, an 8, a 7 | a 7, a 6, an 8 and a 7 | on a scale of 0 to 10: 7 6 8 7",
    "de": "Frage 1: 7, Frage 2: 6, Frage 3: 8, Frage 4: 7 | eine 7, eine 6, eine 8 und eine 7 | "
    "erstens 7, zweitens 6, drittens 8, viertens 7",
    "es": "un 7, un 6, un 8 y un 7 | un siete, un seis, un ocho y un siete",
    "fr": "un 7, un 6, un 8 et un 7",
    "pt": "um 7, um 6, um 8 e um 7",
    "nl": "een 7, een 6, een 8 en een 7",
    "it": "un 7, un 6, un 8 e un 7",
    "pl": "7, 6, 8 i 7",
}


@pytest.mark.parametrize(("language", "text"), each(LISTS))
def test_a_list_may_be_written_in_many_ways(language: str, text: str) -> None:
    assert four(text, language) == Values((70, 60, 80, 70))


@pytest.mark.parametrize("form", ["{} {} {}", "{}. {}: {}", "{}) {} - {}", "{} {} = {}"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_list_is_understood_when_it_is_sent_back(language: str, form: str) -> None:
    names = [item.name for item in worded("ors", language).items]
    lines = [
        form.format(place, name, points) for place, name, points in zip(range(1, 5), names, (7, 6, 8, 5), strict=True)
    ]
    assert four("\n".join(lines), language) == Values((70, 60, 80, 50))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", "1 2 1 2 good night"), ("en", "1 2 1 2 thanks, have a great day"), ("de", "1 2 1 2 gute Nacht")),
        *(("es", "1 2 1 2 buenas noches"), ("fr", "1 2 1 2 bonne journée"), ("pt", "1 2 1 2 boa noite")),
        *(("nl", "1 2 1 2 fijne dag"), ("it", "1 2 1 2 buona notte"), ("pl", "1 2 1 2 miłego dnia")),
    ],
)
def test_a_good_wish_says_nothing_about_a_low_list(language: str, text: str) -> None:
    reading = four(text, language)
    assert isinstance(reading, Values)
    assert reading.values == (10, 20, 10, 20)


def test_names_may_be_written_without_accents() -> None:
    assert four("ja 7, bliscy 6, codziennosc 8, calosc 7", "pl") == Values((70, 60, 80, 70))
    assert four("moi 7, FAMILLE 6, ecole 8, tout 7", "fr") == Values((70, 60, 80, 70))


def test_letters_and_hyphens_place_only_a_whole_list() -> None:
    assert isinstance(four("a) 7 d) 8"), Ambiguous)
    assert isinstance(four("1 - 7\n2 - 6"), Ambiguous)
    assert isinstance(four("2 - 3\n1 - 2\n3 - 4\n4 - 5"), Ambiguous)
    assert isinstance(four("7 me 6 people 8 daily"), Ambiguous)
    assert four("first 7 second 6") == TooFew((70, 60), (70, 60, None, None))


def test_an_article_and_the_number_one_are_told_apart() -> None:
    assert four("un sept un huit", "fr") == Values((10, 70, 10, 80))
    assert one("un", "fr") == Values((10,))


LISTS_AND_A_REMARK = {
    "en": "7 6 8 7 tired | 7 6 8 7 see you at 5 | 7 6 8 7 see you tomorrow at 10 | 7 6 8 7 please call me at 5 | "
    "7 6 8 7. Can we meet at 3 instead | 7 6 8 7\nI slept until 9 | 7 6 8 7 not great this week | 7 6 8 7 ok? | "
    "Rough week. 7 6 8 7 | bad week, 7 6 8 7",
    "de": "7 6 8 7 bis Donnerstag um 5",
    "es": "7 6 8 7 nos vemos a las 5",
    "fr": "7 6 8 7 on se voit vers 5",
    "pt": "7 6 8 7 até amanhã às 5",
    "nl": "7 6 8 7 tot morgen om 5",
    "it": "7 6 8 7 ci vediamo alle 5",
    "pl": "7 6 8 7 do jutra o 5",
}


@pytest.mark.parametrize(("language", "text"), each(LISTS_AND_A_REMARK))
def test_words_and_hours_around_a_whole_list_are_a_remark(language: str, text: str) -> None:
    reading = four(text, language)
    assert isinstance(reading, Values)
    assert reading.values == (70, 60, 80, 70)
    assert reading.remark in text != ""


SPOILT = (
    "7 6 8 7 tablets | 7 6 8 7 no | 7 6 8 7 no wait | 7 6 8 7, not really | 7 6 8 7 I am at 3 | 7 6 8 7 at 5 | "
    "7 6 8 7 jk | 7 6 8 7 in reverse order | 7 6 8 7 I meant at 3 | 7 6 8 7 but work is at 3 | "
    "7 6 8 7 sorry, family at 3 | "
    "7 6 8 7 no wait me at 5 | 7 6 8 7 me at 5 | 7 6 8 7. I feel 3 | I took my pills. 7 6 8 7 | 7 6 8 see you at 5"
)


@pytest.mark.parametrize("text", SPOILT.split(" | "))
def test_what_may_mend_a_list_is_asked_back(text: str) -> None:
    assert isinstance(four(text), Ambiguous)
