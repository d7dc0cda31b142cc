"""Numerals: the numbers 0 to 10 in words, and the small words around a number, in the eight languages.

`WORDS` are checked in a test against num2words. A word that is an article as well (`ARTICLES`) only counts on its own.
"""

WORDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (("zero", "nil"), ("one",), ("two",), ("three",), ("four",), ("five",), ("six",), ("seven",), ("eight",), ("nine",), ("ten",)),
    "de": (("null",), ("eins", "ein"), ("zwei", "zwo"), ("drei",), ("vier",), ("fünf", "fuenf"), ("sechs",), ("sieben",), ("acht",), ("neun",), ("zehn",)),
    "es": (("cero",), ("uno", "un", "una"), ("dos",), ("tres",), ("cuatro",), ("cinco",), ("seis",), ("siete",), ("ocho",), ("nueve",), ("diez",)),
    "fr": (("zéro", "zero"), ("un", "une"), ("deux",), ("trois",), ("quatre",), ("cinq",), ("six",), ("sept",), ("huit",), ("neuf",), ("dix",)),
    "pt": (("zero",), ("um", "uma"), ("dois", "duas"), ("três", "tres"), ("quatro",), ("cinco",), ("seis",), ("sete",), ("oito",), ("nove",), ("dez",)),
    "nl": (("nul",), ("één", "een"), ("twee",), ("drie",), ("vier",), ("vijf",), ("zes",), ("zeven",), ("acht",), ("negen",), ("tien",)),
    "it": (("zero",), ("uno", "un", "una"), ("due",), ("tre",), ("quattro",), ("cinque",), ("sei",), ("sette",), ("otto",), ("nove",), ("dieci",)),
    "pl": (("zero",), ("jeden", "jedna", "jedno"), ("dwa", "dwie"), ("trzy",), ("cztery",), ("pięć", "piec"), ("sześć", "szesc"), ("siedem",), ("osiem",), ("dziewięć", "dziewiec"), ("dziesięć", "dziesiec")),
}  # fmt: skip

ARTICLES = frozenset(["one", "ein", "eins", "uno", "un", "una", "une", "um", "uma", "een", "sei", "nil", "null", "acht", "piec"])

HALVES: dict[str, tuple[str, ...]] = {
    "en": (" and a half", " and half", " and one half"),
    "de": ("einhalb", " einhalb", " und ein halb", " und ein halbes", "komma fünf", " komma fünf"),
    "es": (" y medio", " y media", " coma cinco", " punto cinco"),
    "fr": (" et demi", " et demie", " virgule cinq"),
    "pt": (" e meio", " e meia", " vírgula cinco"),
    "nl": (" en een half", " en een halve", "enhalf", "eneenhalf", "ënhalf", " komma vijf"),
    "it": (" e mezzo", " e mezza", " virgola cinque"),
    "pl": (" i pół", " i pol", " i pół punktu"),
}

OUT_OF = (
    "out of", "of", "von", "sur", "de", "em", "van de", "van", "op", "op de", "su", "na", "auf", "sobre", "out of the",
)  # fmt: skip

LEADS = frozenset(
    """about around approx approximately roughly maybe perhaps probably say i'd i would think guess a an at it's its is it
    hi hello hey ok okay well so um hmm today now currently like feel feeling i'm im am my answer rating score number
    ungefähr etwa circa ca rund vielleicht wohl so hallo heute jetzt ich würde sagen denke eine ist es bin bei
    unos aproximadamente más mas o menos sobre quizás quizas hola hoy diría diria creo que es estoy en como alrededor
    environ peut-être vers à peu près bonjour aujourd'hui je dirais c'est pense
    cerca de mais ou menos talvez olá ola hoje diria acho eu é estou
    ongeveer misschien zo'n vandaag hoi ik denk zeg het een
    circa forse più o meno ciao oggi direi penso è sono
    około okolo może moze chyba cześć dzisiaj dziś powiem jest myślę
    thanks thank you please yes ja oui sí si sim tak no""".replace(' no"', "").split()
) - {"no"}

UNITS = frozenset(
    ["am", "pm", "h", "hr", "hrs", "hour", "hours", "min", "mins", "minute", "minutes", "day", "days", "week", "weeks", "month", "months", "year", "years", "time", "times", "years-old", "uhr", "std", "stunde", "stunden", "tag", "tage", "tagen", "woche", "wochen", "monat", "monate", "monaten", "jahr", "jahre", "jahren", "mal", "grad", "heure", "heures", "jour", "jours", "semaine", "semaines", "mois", "an", "ans", "année", "années", "fois", "hora", "horas", "día", "días", "dia", "dias", "semana", "semanas", "mes", "meses", "año", "años", "ano", "anos", "vez", "veces", "vezes", "mês", "uur", "uren", "dag", "dagen", "weken", "maand", "maanden", "jaar", "keer", "ora", "ore", "giorno", "giorni", "settimana", "settimane", "mese", "mesi", "anno", "anni", "volta", "volte", "godzina", "godziny", "godzin", "dzień", "dni", "tydzień", "tygodnie", "tygodni", "miesiąc", "miesiące", "miesięcy", "rok", "lata", "lat", "razy", "euro", "euros", "eur", "dollar", "dollars", "usd", "pound", "pounds", "percent", "prozent", "procent", "por", "pour", "star", "stars", "kilo", "kg", "km", "people", "kids", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "januar", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre", "janvier", "février", "mars", "avril", "juin", "juillet", "août", "octobre", "décembre", "th", "st", "nd", "rd"]
)

JOINERS = frozenset(["and", "und", "y", "e", "et", "en", "i", "oraz", "plus", "then", "dann"])
"""Words that stand between numbers of a list."""
