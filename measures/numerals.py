"""Numerals: the numbers 0 to 10 in words, and the signs and words that tie numbers together, in the eight languages.

`WORDS` are checked in a test against num2words. All are in lower case.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


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
    "en": (" and a half", " and half", " and one half", " point five", " point 5"),
    "de": (
        "einhalb",
        " einhalb",
        " und ein halb",
        " und ein halbes",
        "kommafünf",
        " komma fünf",
        " komma fuenf",
        " komma 5",
    ),
    "es": (" y medio", " y media", " coma cinco", " punto cinco", " coma 5", " punto 5"),
    "fr": (" et demi", " et demie", " virgule cinq", " point cinq", " virgule 5"),
    "pt": (" e meio", " e meia", " vírgula cinco", " virgula cinco", " ponto cinco", " vírgula 5"),
    "nl": (" en een half", " en een halve", "enhalf", "eneenhalf", "ënhalf", "ëneenhalf", " komma vijf", " komma 5"),
    "it": (" e mezzo", " e mezza", " virgola cinque", " virgola 5"),
    "pl": (" i pół", " i pol", " przecinek pięć", " przecinek piec", " przecinek 5"),
}
"""What adds a half to the number before it."""

ONE_AND_A_HALF = {
    "de": _words("anderthalb eineinhalb"),
    "nl": _words("anderhalf anderhalve"),
    "pl": _words("półtora poltora"),
}
"""Words of their own for 1.5."""

OUT_OF = (
    *("out of", "outta", "of", "from", "on", "von", "auf", "de", "sobre", "sur", "em", "van de", "van", "op", "op de"),
    *("su", "na", "z"),
)
"""What stands between a rating and the ten it is out of."""

CHOICES = {"nl": ("of",)}
"""What says `or` in a language, though it stands before the ten in another: `9 of 10` is no nine in Dutch."""

HALF = _words("half halb medio media demi demie meio meia mezzo mezza pół pol")

INDEFINITE = {
    "de": _words("ein"),
    "es": _words("un una"),
    "fr": _words("un une"),
    "pt": _words("um uma"),
    "nl": _words("een"),
    "it": _words("un una"),
}
"""Articles that are spelled as the number one: `un 7` is a 7."""

HOMONYMS = _words("one uno eins sei nil null acht neuf piec").union(*INDEFINITE.values())
"""Numbers that mean something else as often as not."""

MINUS = _words("minus negative moins menos meno min")

RANGES = _words("to or till until bis oder a o u y à ou até tot do lub albo czy al e and und et en i")
"""Words that make two numbers a range, or a choice."""

JOINERS = {
    "en": _words("and then a an"),
    "de": _words("and then und dann ein eine"),
    "es": _words("and then y luego un una"),
    "fr": _words("and then et puis un une"),
    "pt": _words("and then e depois um uma"),
    "nl": _words("and then en dan een"),
    "it": _words("and then e poi un una"),
    "pl": _words("and then i oraz"),
}
"""Words that stand between the numbers of a list."""

ORDINALS = {
    language: tuple(tuple(words.split("/")) for words in row.split())
    for language, row in {
        "en": "first second third fourth",
        "de": "erstens/erste zweitens/zweite drittens/dritte viertens/vierte",
        "es": "primero/primera segundo/segunda tercero/tercera cuarto/cuarta",
        "fr": "premier/première deuxième troisième quatrième",
        "pt": "primeiro/primeira segundo/segunda terceiro/terceira quarto/quarta",
        "nl": "eerste tweede derde vierde",
        "it": "primo/prima secondo/seconda terzo/terza quarto/quarta",
        "pl": "pierwsze/pierwszy drugie/drugi trzecie/trzeci czwarte/czwarty",
    }.items()
}
"""What says which item a number is for."""

HOLES = _words("? ?? x none skip n/a keine nada ninguno rien aucun nenhum geen niets niente nessuno nic brak")
"""What stands for an area left out. A lone hyphen may join two numbers as well."""
