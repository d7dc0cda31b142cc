"""Numerals: the numbers 0 to 10 in words, and the small words around a number, in the eight languages.

`WORDS` are checked in a test against num2words. All are lower case and compared after case folding of the reply.
"""


def _words(text: str) -> frozenset[str]:
    """The words of a table; an underscore is a blank inside one."""
    return frozenset(word.replace("_", " ") for word in text.split())


WORDS: dict[str, tuple[tuple[str, ...], ...]] = {
    language: tuple(tuple(word.split("/")) for word in row.split())
    for language, row in {
        "en": "zero/nil/nought one two three four five six seven eight nine ten",
        "de": "null eins/ein zwei/zwo drei vier fünf/fuenf sechs sieben acht neun zehn",
        "es": "cero uno/un/una dos tres cuatro cinco seis siete ocho nueve diez",
        "fr": "zéro/zero un/une deux trois quatre cinq six sept huit neuf dix",
        "pt": "zero um/uma dois/duas três/tres quatro cinco seis sete oito nove dez",
        "nl": "nul één/een twee drie vier vijf zes/zesje zeven/zeventje acht/achtje negen tien",
        "it": "zero uno/un/una due tre quattro cinque sei sette otto nove dieci",
        "pl": "zero jeden/jedna/jedno/jedynka/jedynkę dwa/dwie/dwójka/dwójkę/dwojka/dwojke "
        "trzy/trójka/trójkę/trojka/trojke cztery/czwórka/czwórkę/czworka/czworke "
        "pięć/piec/piątka/piątkę/piatka/piatke sześć/szesc/szóstka/szóstkę/szostka/szostke "
        "siedem/siódemka/siódemkę/siodemka/siodemke osiem/ósemka/ósemkę/osemka/osemke "
        "dziewięć/dziewiec/dziewiątka/dziewiątkę/dziewiatka/dziewiatke "
        "dziesięć/dziesiec/dziesiątka/dziesiątkę/dziesiatka/dziesiatke/dziesięciu/dziesieciu",
    }.items()
}

HALVES: dict[str, tuple[str, ...]] = {
    "en": (" and a half", " and half", " and one half", " point five"),
    "de": ("einhalb", " einhalb", " und ein halb", " und ein halbes", "komma fünf", " komma fünf", " komma fuenf"),
    "es": (" y medio", " y media", " coma cinco", " punto cinco"),
    "fr": (" et demi", " et demie", " virgule cinq", " point cinq"),
    "pt": (" e meio", " e meia", " vírgula cinco", " virgula cinco", " ponto cinco"),
    "nl": (" en een half", " en een halve", "enhalf", "eneenhalf", "ënhalf", "ëneenhalf", " komma vijf"),
    "it": (" e mezzo", " e mezza", " virgola cinque"),
    "pl": (" i pół", " i pol", " przecinek pięć", " przecinek piec"),
}
"""What adds a half to the number before it."""

OUT_OF = ("out of", "of", "von", "sur", "de", "em", "van de", "van", "op", "op de", "su", "na", "z", "auf", "sobre")
"""What stands between a rating and the ten it is out of."""

CHOICES = {"nl": ("of",)}
"""What says `or` in a language, though it stands before the ten in another: `9 of 10` is no nine in Dutch."""

HALF = _words("half halb medio media demi demie meio meia mezzo mezza pół pol")

INDEFINITE = {
    language: _words(row)
    for language, row in {
        "de": "ein", "es": "un una", "fr": "un une", "pt": "um uma", "nl": "een", "it": "un una",
    }.items()
}  # fmt: skip
"""Articles that are spelled as the number one: `un 7` is a 7."""

ARTICLES = _words("one uno eins sei nil null acht neuf piec").union(*INDEFINITE.values())
"""Words that mean something else than a number as often as not."""

LEADS = _words(
    """about around approx approximately roughly maybe perhaps probably say i'd i would think guess a an it's its it is
    hi hello hey ok okay well so hmm today now currently like feel feeling i'm im am my the answer answers rating
    ratings score scores number numbers are still just thanks thank you please yes
    ungefähr etwa circa ca rund eher vielleicht wohl hallo moin servus grüezi heute jetzt ich würde sagen denke glaube
    gebe eine es ist bin bei meine antwort antworten danke bitte ja
    unos aproximadamente quizás quizas hola buenas hoy yo diría diria creo que es estoy en como alrededor sí si mi mis
    respuesta respuestas gracias
    environ plutôt plutot peut-être vers bonjour bonsoir salut aujourd'hui je dirais c'est pense mets mettrais donne oui
    ma mes réponse réponses merci
    talvez olá ola oi hoje agora diria acho eu dou daria é estou sim minha minhas resposta respostas obrigado obrigada
    ongeveer misschien zo'n vandaag hoi goedemorgen goedemiddag goedenavond ik denk zeg zou zeggen geef ben mijn het
    antwoord antwoorden dank bedankt dankjewel
    forse ciao salve buongiorno buonasera oggi direi penso credo do darei è sono la mia le mie risposta risposte grazie
    około okolo może moze chyba cześć czesc hej witam dzisiaj dziś dzis powiem daję daje jest myślę mysle tak moja
    moje odpowiedź odpowiedzi dziękuję dziekuje"""
)
"""Words that may stand before a rating, or after a spelled one, without changing what it says."""

PHRASES = (
    *("more or less", "más o menos", "mas o menos", "mais ou menos", "più o meno", "piu o meno", "cerca de"),
    *("à peu près", "peut être", "mniej więcej", "mniej wiecej", "at a"),
    *("good morning", "good afternoon", "good evening", "guten tag", "guten morgen", "guten abend", "grüß gott"),
    *("buenos días", "buenos dias", "bom dia", "boa tarde", "boa noite", "goeie morgen", "buon giorno"),
    *("dzień dobry", "dzien dobry", "dobry wieczór", "dobry wieczor"),
)
"""The same, of words that say something else when they stand alone."""

MINUS = _words("minus negative moins menos meno min")

RANGES = _words("to or till until bis oder a o u y à ou até tot do lub albo czy al e and und et en i")
"""Words that make two numbers a range, or a choice."""

JOINERS = _words("and und y e et en i oraz then dann")
"""Words that stand between numbers of a list."""

HOLES = _words("? ?? x none skip n/a keine nada ninguno rien aucun nenhum geen niets niente nessuno nic brak")
"""What stands for an area left out. A lone hyphen may join two numbers as well."""

UNITS = _words(
    """pm a.m p.m o'clock h hr hrs hour hours min mins minute minutes day days night nights week weeks month months
    year years years-old time times people kids friends beers drinks pills mg ml km kg kilo kilos steps sessions
    hundred thousand million percent per_cent dollar dollars usd pound pounds euro euros eur star stars st nd rd th
    uhr std stunde stunden tag tage tagen nacht nächte woche wochen monat monate monaten jahr jahre jahren mal grad
    hundert tausend prozent leute kinder freunde freundinnen kollegen menschen personen termine sitzungen
    heure heures jour jours nuit nuits semaine semaines mois ans année années fois cents mille pour_cent
    personnes gens amis amies enfants séances
    hora horas día días dia dias noche noches semana semanas meses año años ano anos vez veces vezes mês mil cien
    por_ciento por_cento noite noites personas amigos amigas hijos hijas niños sesiones pessoas filhos filhas crianças
    sessões
    uur uren dag dagen nachten weken maand maanden jaar keer honderd duizend procent mensen vrienden kinderen gesprekken
    ora ore giorno giorni notte notti settimana settimane mese mesi anno anni volta volte cento mila per_cento
    persone amici amiche figli bambini sedute
    godzina godziny godzin dzień dni noc noce nocy tydzień tygodnie tygodni miesiąc miesiące miesięcy rok lata lat razy
    sto tysięcy procent osób osoby znajomych przyjaciół dzieci sesji
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    januar februar märz mai juni juli oktober dezember
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    janvier février mars avril juin juillet août octobre décembre
    janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
    januari februari maart mei juni juli augustus
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"""
)
"""What a number may count instead of being a rating: hours, people, money, a day of a month."""
