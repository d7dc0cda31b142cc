"""Moods: the words that say how good or bad it was, and whether they contradict the rating they stand beside.

Of a 10, `worst` may be what its scale's end means to somebody, and in schools of some countries a 1 is the best mark.
"""

import re
from functools import lru_cache

from measures.smallwords import CLOSINGS, COURTESY, WISHES, fold, spoken, table

WORST = table(
    en="""terrible awful horrible dreadful rubbish crap shit shitty worst miserable hopeless unbearable hell bottom
    at_rock_bottom suicidal suicide die kill depressed worthless""",
    de="""furchtbar schrecklich beschissen scheisse scheiße fürchterlich grauenhaft unerträglich hoffnungslos
    katastrophe katastrophal schlimmste schlimmsten schlechteste schlechtesten sterben selbstmord suizid
    umbringen depressiv wertlos""",
    es="""horrible fatal pésimo pésima espantoso insoportable mierda morir morirme matarme suicidio deprimido
    deprimida""",
    fr="""horrible affreux affreuse atroce insupportable catastrophique nul nulle merde pire mourir suicide déprimé
    déprimée""",
    pt="péssimo péssima horrível terrível insuportável merda morrer matar suicídio deprimido deprimida",
    nl="""vreselijk verschrikkelijk afschuwelijk waardeloos ondraaglijk slechtste ergste klote kut dood sterven
    zelfmoord depressief""",
    it="""malissimo pessimo pessima orribile terribile insopportabile schifo peggiore merda morire uccidermi suicidio
    depresso depressa""",
    pl="""okropnie okropny fatalnie fatalny strasznie straszny najgorzej najgorszy najgorsza beznadziejnie tragicznie
    umrzeć zabić samobójstwo depresja""",
)
"""As bad as can be, wherever it stands."""

BAD = table(
    en="bad badly poor pain anxious anxiety panic stress stressed lonely",
    de="schlecht schlechte mies miese schlimm übel schmerzen angst panik stress einsam",
    es="mal mala malo peor dolor ansiedad angustia estrés miedo",
    fr="mal mauvais mauvaise douleur angoisse anxiété stress peur",
    pt="mal mau má ruim pior dor ansiedade angústia estresse medo",
    nl="slecht slechte rot pijn angst paniek stress eenzaam",
    it="male brutto brutta peggio dolore ansia angoscia stress paura",
    pl="źle zły zła kiepsko słabo ból lęk panika stres strach",
)
"""Bad, if said of the rating itself: `10, bad`, but not `8, I slept badly because of the heat`."""

WEARY = table(
    en="hard rough sad tired exhausted",
    de="müde traurig erschöpft",
    es="triste cansado cansada",
    fr="triste fatigué fatiguée",
    pt="triste cansado cansada",
    nl="moe verdrietig",
    it="triste stanco stanca",
    pl="smutno zmęczony zmęczona",
)
"""Low, in front of a rating: `so tired, 2`."""

SOSO = table(
    en="meh so-so so_so okayish ok-ish okay-ish alright average no_change no_changes",
    de="geht_so ging_so mittel mittelmäßig mittelprächtig joa naja na_ja",
    es="regular así_así ni_fu_ni_fa normal",
    fr="bof moyen moyenne moyennement comme_ci_comme_ça ça_va",
    pt="assim-assim assim_assim razoável normal tudo_bem",
    nl="mwah gaat_wel ging_wel matig redelijk",
    it="così_così insomma",
    pl="tak_sobie średnio jako_tako",
)
"""Neither good nor bad: said right before a rating or right behind it, they mean it and nothing else."""

GOOD = table(
    en="good fine well",
    de="gut gute guter gutes",
    es="bien bueno buena",
    fr="bien bon bonne top",
    pt="bem bom boa",
    nl="goed goede prima",
    it="bene benino buono buona",
    pl="dobrze dobry dobra",
)
"""Good, if said of the rating itself."""

BEST = table(
    en="best great perfect perfectly excellent wonderful fantastic amazing brilliant super awesome",
    de="beste besten bester toll prima perfekt ausgezeichnet wunderbar fantastisch hervorragend bestens",
    es="genial perfecto perfecta excelente estupendo estupenda fenomenal maravilloso buenísimo óptimo",
    fr="excellent excellente parfait parfaite parfaitement génial géniale formidable meilleur meilleure",
    pt="ótimo ótima excelente perfeito perfeita maravilhoso fantástico",
    nl="geweldig perfect uitstekend fantastisch heerlijk beste top",
    it="benissimo ottimo ottima ottimamente perfetto perfetta eccellente fantastico meraviglioso migliore",
    pl="świetnie świetny świetna doskonale idealnie wspaniale rewelacyjnie najlepiej najlepszy najlepsza",
)
"""As good as can be, wherever it stands."""

COMPARISONS = table(
    en="better worse",
    de="besser schlechter schlimmer",
    es="mejor peor",
    fr="mieux pire",
    pt="melhor pior",
    nl="beter slechter",
    it="meglio peggio",
    pl="lepiej gorzej",
)
"""In front of a rating they say how it was; behind it they may be what it counts: `1 better`."""

DEGREES = table(
    en="okay very really pretty quite so too a feeling week day",
    de="sehr ganz ziemlich so zu echt richtig",
    es="muy bastante tan lo",
    fr="très assez trop le",
    pt="muito bastante tão o",
    nl="heel erg zo zeer",
    it="molto così abbastanza il tutto",
    pl="bardzo tak dość",
)
"""What goes with such words."""

NOTS = table(
    en="no not never nothing without isn't wasn't hardly less",
    de="nicht kein keine keinen nie nichts ohne kaum weniger",
    es="no nunca nada sin menos",
    fr="pas jamais rien sans moins",
    pt="não nunca nada sem menos",
    nl="niet geen nooit niets zonder minder",
    it="non mai niente senza meno",
    pl="nie nigdy nic bez mniej niezbyt",
)
"""Up to three words before a mood they turn it round: `not bad`, `no está mal`, `nicht so gut`."""

CONTRASTS = table(
    en="but although though despite still yet however",
    de="aber obwohl trotz trotzdem dennoch",
    es="pero aunque pese",
    fr="mais malgré pourtant quoique",
    pt="mas embora apesar",
    nl="maar hoewel ondanks toch",
    it="ma nonostante benché però",
    pl="ale mimo choć chociaż",
)
"""They set a mood apart from the rating: `8 but an awful night`."""

SAD = re.compile(r"[👎😠😡😢😭😞😔😟😕☹🙁😣😖😫😩🥺😰😨😱😓💔🙄]|[:;=]'?-?\(")
"""Faces that no very good rating has."""

BRIEF = 3
"""Words that speak of the rating itself."""

NEAR = 3
"""Words between which a `not` belongs to what follows."""

LOOK = 120
"""Characters of a sentence in which moods are looked for."""

WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
SENTENCE = re.compile(rf"[\s,.;:!(-]*([^.!?\n]{{0,{LOOK}}})")
CLAUSE = re.compile(r"[\s,.;:!(-]*([^.!?\n,;:]{0,40})")


def belies(before: str, behind: str, language: str, *, good: bool) -> bool:
    """Whether the words around a rating as good as can be (or as bad) say the opposite."""
    sentence = SENTENCE.match(behind)
    said = WORD.findall(_wishes().sub(" ", fold(sentence[1]))) if sentence else []
    told = WORD.findall(fold(before[-LOOK:]))
    if good and (SAD.search(before[-LOOK:]) or SAD.search(behind[:LOOK]) or _begins_with_a_wish(said, language)):
        return spoken(CONTRASTS, language).isdisjoint(said)
    return _turns(told, _tables(language, mild=True, weary=True), language, good=good) or _turns(
        said,
        _tables(language, mild=len(said) <= BRIEF or evaluates(behind, language), weary=False),
        language,
        good=good,
    )


def _begins_with_a_wish(said: list[str], language: str) -> bool:
    wishes = spoken(WISHES, language)
    return any(" ".join(said[:length]) in wishes for length in (1, 2, 3))


def evaluates(text: str, language: str) -> bool:
    """`not bad`, `not so good`: begins like a refusal and is none."""
    clause = CLAUSE.match(text)
    said = WORD.findall(fold(clause[1]))[: NEAR + 1] if clause else []
    low, high = _tables(language, mild=True, weary=False)
    return bool(said) and said[0] in spoken(NOTS, language) and not (low | high).isdisjoint(said[1:])


def moods(language: str) -> frozenset[str]:
    """Every word and phrase for how it was, and what goes with it."""
    low = spoken(WORST, language) | spoken(BAD, language) | spoken(WEARY, language)
    return low | praise(language) | spoken(COMPARISONS, language) | spoken(NOTS, language)


def praise(language: str) -> frozenset[str]:
    """The words and phrases for good and for so-so, and what goes with them: `8 very good`."""
    rows = (SOSO, GOOD, BEST, DEGREES)
    return frozenset().union(*(spoken(row, language) for row in rows))


@lru_cache(maxsize=1)
def _wishes() -> re.Pattern[str]:
    """`good night`, `have a great day`: a wish is no mood."""
    phrases = sorted((entry for entry in COURTESY | CLOSINGS if " " in entry), key=lambda entry: (-len(entry), entry))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)")


def _turns(said: list[str], tables: tuple[frozenset[str], frozenset[str]], language: str, *, good: bool) -> bool:
    if not spoken(CONTRASTS, language).isdisjoint(said):
        return False
    nots, opposite = spoken(NOTS, language), tables if good else tables[::-1]
    return any(
        word in opposite[0] if nots.isdisjoint(said[max(0, at - NEAR) : at]) else word in opposite[1]
        for at, word in enumerate(said)
    )


@lru_cache(maxsize=64)
def _tables(language: str, *, mild: bool, weary: bool) -> tuple[frozenset[str], frozenset[str]]:
    """The words for low and for high."""
    low = spoken(WORST, language) | (spoken(BAD, language) | spoken(SOSO, language) if mild else frozenset())
    high = spoken(BEST, language) | (spoken(GOOD, language) if mild else frozenset())
    return low | spoken(WEARY, language) if weary else low, high
