"""Units: what a number may count instead of being a rating: hours, money, people, tablets, a day of a month."""

import re
from functools import lru_cache

from measures.smallwords import fold, spoken, table, words

SIGNS = ("%", "€", "$", "£", "°")

UNITS = table(
    en="""pm a.m p.m o'clock h hr hrs hour hours min mins minute minutes day days night nights week weeks month
    months year years years-old time times hundred thousand million percent per_cent dollar dollars usd
    pound pounds quid bucks pence euro euros eur mg ml km kg kilo kilos step steps session sessions star stars st nd rd
    th in_the_morning
    in_the_afternoon in_the_evening at_night of_us of_them of_those of_these of_my of_the of_our""",
    de="""uhr std stunde stunden minute minuten tag tage tagen nacht nächte woche wochen monat monate monaten jahr
    jahre jahren mal grad hundert tausend prozent franken morgens abends von_uns von_denen von_diesen""",
    es="""hora horas minutos día días noche noches semana semanas mes meses año años vez veces cien mil grados
    pesos por_ciento de_la_mañana de_la_tarde de_la_noche por_la_mañana por_la_tarde por_la_noche
    de_esos de_esas de_nosotros de_nosotras de_ellos""",
    fr="""heure heures minutes jour jours nuit nuits semaine semaines mois an ans année années fois cent cents mille
    pour_cent du_matin du_soir de_ces d'entre_nous""",
    pt="""hora horas minutos dia dias noite noites semana semanas mês meses ano anos vez vezes cem mil por_cento
    reais da_manhã da_tarde da_noite daqueles daquelas desses dessas de_nós deles""",
    nl="uur uren minuten dag dagen nacht nachten weken maand maanden jaar keer honderd duizend procent van_ons van_die",
    it="""ore minuti giorno giorni notte notti settimana settimane mese mesi anno anni volta volte cento mila
    per_cento di_mattina di_sera del_mattino di_quei di_quelle di_noi di_loro""",
    pl="""godzina godziny godzin minut minuty dzień dni noc noce nocy tydzień tygodnie tygodni miesiąc miesiące
    miesięcy rok lata lat raz razy sto tysięcy procent zł złotych złote rano wieczorem po_południu z_nas z_tych""",
)
"""Time, money, measure, and the `two of us` of each language."""

TAKEN = table(
    en="""pill pills tablet tablets tab tabs capsule capsules drop drops dose doses drink drinks beer beers glass
    glasses cigarette cigarettes joint joints""",
    de="tablette tabletten pille pillen kapsel kapseln tropfen dosis bier biere gläser zigaretten",
    es="pastilla pastillas comprimido comprimidos píldoras cápsulas gotas dosis cervezas copas cigarrillos",
    fr="comprimé comprimés cachet cachets pilules gélules gouttes doses bières verres cigarettes",
    pt="comprimido comprimidos pílulas cápsulas gotas doses cervejas copos cigarros",
    nl="tablet tabletten pil pillen capsules druppels biertjes bier glazen sigaretten",
    it="compressa compresse pastiglia pastiglie pillola pillole capsule gocce birre bicchieri sigarette",
    pl="tabletka tabletki tabletek pigułki pigułek kapsułki kropli piwa piw papierosów",
)
"""What is swallowed or smoked. Told before a number, it may be what the number counts: `I took pills. 10`."""

EVENTS = table(
    en="""people kids children friends panic_attack panic_attacks attack attacks crises episode episodes breakdowns
    nightmares""",
    de="""leute menschen personen kinder kindern freunde freunden freundinnen kollegen
    attacke attacken panikattacke panikattacken anfälle krise krisen
    zusammenbrüche albträume""",
    es="ataque ataques crisis amigos amigas hijos hijas personas pesadillas",
    fr="attaque attaques crise crises amis amies gens enfants personnes cauchemars",
    pt="ataque ataques crise crises amigos amigas filhos filhas crianças pessoas pesadelos",
    nl="paniekaanval paniekaanvallen aanval aanvallen crisissen vrienden kinderen mensen",
    it="attacco attacchi crisi amici amiche figli bambini persone incubi",
    pl="atak ataki ataków kryzys kryzysy osób osoby dzieci znajomych przyjaciół koszmarów",
)
"""People, and what happens to them."""

MONTHS = {
    language: words(row)
    for language, row in {
        "en": """january february march april may june july august september october november december jan feb mar apr
        jun jul aug sep oct nov dec""",
        "de": "januar februar märz april mai juni juli august september oktober november dezember jan feb okt dez",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "nl": "januari februari maart april mei juni juli augustus september oktober november december",
        "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    }.items()
}
"""Behind a number and its ordinal point, too, outside English: `7. Mai`."""

WORD = r"[^\W\d_]{1,24}(?:[.'][^\W\d_]{1,24})?"
NEXT = re.compile(rf"(\. ?|[ -]?)({WORD})(?: ({WORD}))?(?: ({WORD}))?")


def counts(text: str, end: int, language: str) -> bool:
    """Whether the number that ends there counts what is said behind it."""
    if end == len(text):
        return False
    if text[end : end + 2].lstrip()[:1] in SIGNS:
        return True
    found = NEXT.match(text, end)
    if not found:
        return False
    between, behind = found[1], fold(text[found.start(2) : found.end()]).split(" ")
    one, two, three = behind[0], " ".join(behind[:2]), " ".join(behind)
    if between.startswith("."):
        return language != "en" and one in MONTHS.get(language, ())
    if one == "am":
        return not between or language != "de" or not text[found.end(2) :][:2].lstrip().isalpha()
    month = behind[1] if len(behind) > 1 and one in ("of", "de") else one
    return (_month(month, language) and two != "may be") or not _counted(language).isdisjoint((one, two, three))


@lru_cache(maxsize=16)
def _counted(language: str) -> frozenset[str]:
    """Whatever a number may count."""
    return spoken(UNITS, language) | spoken(TAKEN, language) | spoken(EVENTS, language)


def _month(word: str, language: str) -> bool:
    return word in MONTHS["en"] or word in MONTHS.get(language, ())
