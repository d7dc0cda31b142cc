"""Numerals: the numbers 0 to 10 in words, and the small words around a number, in the eight languages.

`WORDS` are checked in a test against num2words. All are lower case and compared after case folding of the reply.
"""


def _words(text: str) -> frozenset[str]:
    """The words of a table; an underscore is a blank inside one."""
    return frozenset(word.replace("_", " ") for word in text.split())


WORDS: dict[str, tuple[tuple[str, ...], ...]] = {
    language: tuple(tuple(word.split("/")) for word in row.split())
    for language, row in {
        "en": "zero/nil one two three four five six seven eight nine ten",
        "de": "null eins/ein zwei/zwo drei vier fünf/fuenf sechs sieben acht neun zehn",
        "es": "cero uno/un/una dos tres cuatro cinco seis siete ocho nueve diez",
        "fr": "zéro/zero un/une deux trois quatre cinq six sept huit neuf dix",
        "pt": "zero um/uma dois/duas três/tres quatro cinco seis sete oito nove dez",
        "nl": "nul één/een twee drie vier vijf zes zeven acht negen tien",
        "it": "zero uno/un/una due tre quattro cinque sei sette otto nove dieci",
        "pl": "zero jeden/jedna/jedno dwa/dwie trzy cztery pięć/piec sześć/szesc siedem osiem dziewięć/dziewiec "
        "dziesięć/dziesiec",
    }.items()
}

HALVES: dict[str, tuple[str, ...]] = {
    "en": (" and a half", " and half", " and one half", " point five"),
    "de": ("einhalb", " einhalb", " und ein halb", " und ein halbes", "komma fünf", " komma fünf"),
    "es": (" y medio", " y media", " coma cinco", " punto cinco"),
    "fr": (" et demi", " et demie", " virgule cinq"),
    "pt": (" e meio", " e meia", " vírgula cinco"),
    "nl": (" en een half", " en een halve", "enhalf", "eneenhalf", "ënhalf", "ëneenhalf", " komma vijf"),
    "it": (" e mezzo", " e mezza", " virgola cinque"),
    "pl": (" i pół", " i pol", " przecinek pięć"),
}
"""What adds a half to the number before it."""

OUT_OF = ("out of", "of", "von", "sur", "de", "em", "van de", "van", "op", "op de", "su", "na", "auf", "sobre")
"""What stands between a rating and the ten it is out of."""

HALF = _words("half halb medio media demi demie meio meia mezzo mezza pół pol")

INDEFINITE = {
    language: _words(row)
    for language, row in {
        "de": "ein", "es": "un una", "fr": "un une", "pt": "um uma", "nl": "een", "it": "un una",
    }.items()
}  # fmt: skip
"""Articles that are spelled as the number one: `un 7` is a 7."""

ARTICLES = _words("one uno eins sei nil null acht piec").union(*INDEFINITE.values())
"""Words that mean something else than a number as often as not."""

LEADS = _words(
    """about around approx approximately roughly maybe perhaps probably say i'd i would think guess a an it's its it is
    hi hello hey ok okay well so hmm today now currently like feel feeling i'm im am my the answer answers rating
    ratings score scores number numbers are still just thanks thank you please yes
    ungefähr etwa circa ca rund vielleicht wohl hallo heute jetzt ich würde sagen denke eine es ist bin bei meine
    antwort antworten danke bitte ja
    unos aproximadamente quizás quizas hola hoy diría diria creo que es estoy en como alrededor sí si
    gracias
    environ peut-être vers bonjour aujourd'hui je dirais c'est pense oui merci
    talvez olá ola diria acho eu é estou sim obrigado obrigada
    ongeveer misschien zo'n vandaag hoi ik denk zeg het dank
    forse ciao oggi direi penso è sono grazie
    około okolo może moze chyba cześć dzisiaj dziś powiem jest myślę tak dziękuję"""
)
"""Words that may stand before a rating, or after a spelled one, without changing what it says."""

PHRASES = ("más o menos", "mas o menos", "mais ou menos", "più o meno", "cerca de", "à peu près", "peut être", "at a")
"""The same, of words that say something else when they stand alone."""

MINUS = _words("minus negative moins menos meno min")

RANGES = _words("to or till until bis oder a o u y à ou até tot do lub albo al e and und et en i")
"""Words that make two numbers a range, or a choice."""

JOINERS = _words("and und y e et en i oraz then dann")
"""Words that stand between numbers of a list."""

HOLES = _words("? ?? x none skip n/a")
"""What stands for an area left out. A lone hyphen may join two numbers as well."""

UNITS = _words(
    """pm a.m p.m o'clock h hr hrs hour hours min mins minute minutes day days night nights week weeks month months
    year years years-old time times people kids friends beers drinks pills mg ml km kg kilo kilos steps sessions
    hundred thousand million percent per_cent dollar dollars usd pound pounds euro euros eur star stars st nd rd th
    uhr std stunde stunden tag tage tagen nacht nächte woche wochen monat monate monaten jahr jahre jahren mal grad
    hundert tausend prozent leute kinder freunde
    heure heures jour jours nuit nuits semaine semaines mois ans année années fois cents mille pour_cent
    hora horas día días dia dias noche noches semana semanas meses año años ano anos vez veces vezes mês mil cien
    por_ciento por_cento noite noites
    uur uren dag dagen nachten weken maand maanden jaar keer honderd duizend procent
    ora ore giorno giorni notte notti settimana settimane mese mesi anno anni volta volte cento mila per_cento
    godzina godziny godzin dzień dni noc noce nocy tydzień tygodnie tygodni miesiąc miesiące miesięcy rok lata lat razy
    sto tysięcy
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    januar februar märz mai juni juli oktober dezember
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    janvier février mars avril juin juillet août octobre décembre"""
)
"""What a number may count instead of being a rating: hours, people, money, a day of a month."""
