"""Small words: what may stand around a rating in the eight languages, and what makes it something else.

A row per language; an underscore is a blank inside an entry. English is understood everywhere, but no other language
outside its own: German `die 7` is a rating, English `die` is not. Words are compared folded, so that nobody needs to
write accents.
"""

import unicodedata
from typing import TypeAlias

Table: TypeAlias = dict[str, frozenset[str]]

FOLDS: dict[int, str | None] = {code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0xC0, 0x250)}
FOLDS |= dict.fromkeys(range(0x300, 0x370)) | {ord("ł"): "l"}


def fold(text: str) -> str:
    """In lower case and without accents."""
    text = text.casefold()
    return text if text.isascii() else text.translate(FOLDS)


def words(row: str) -> frozenset[str]:
    return frozenset(fold(word.replace("_", " ")) for word in row.split())


def table(en: str, **others: str) -> Table:
    common = words(en)
    return {"en": common} | {language: words(row) | common for language, row in others.items()}


def spoken(entries: Table, language: str) -> frozenset[str]:
    """A table's words for a language, the English ones if it has none."""
    return entries.get(language) or entries["en"]


COURTESY = words(
    """hi hello hey ok okay thanks thank you thank_you please yes well hmm today now maybe perhaps probably about around
    approx approximately roughly i_think i_guess i'd_say for_now for_today good_morning good_afternoon good_evening
    hallo danke bitte ja heute jetzt ungefähr etwa circa ca rund vielleicht wohl guten_tag guten_morgen guten_abend moin
    hola gracias por_favor sí hoy aproximadamente quizás más_o_menos buenos_días buenas_tardes buenas_noches buenas
    bonjour bonsoir salut merci oui aujourd'hui environ peut-être peut_être à_peu_près s'il_vous_plaît s'il_te_plaît
    oi olá bom_dia boa_tarde boa_noite obrigado obrigada sim hoje talvez mais_ou_menos
    hoi goedemorgen goedemiddag goedenavond goeiemorgen dank dank_je bedankt vandaag ongeveer misschien
    ciao buongiorno buonasera salve grazie oggi forse più_o_meno per_favore
    cześć hej dzień_dobry dobry_wieczór dziękuję tak dzisiaj dziś około okolo może chyba
    points punkte punkten puntos pontos punten punti punktów punkty
    i'd_go_with i'd_go_for let's_say lets_say prob for_me this_week this_week_is this_week_was
    für_mich würd_ich_sagen würde_ich_sagen diese_woche diese_woche_war vllt schätze_ich denke_ich glaube_ich
    yo_diría para_mí creo_que esta_semana je_dirais je_pense pour_moi cette_semaine
    diria_eu para_mim acho_eu deze_week denk_ik voor_mij direi per_me questa_settimana
    powiedziałbym powiedziałabym dla_mnie w_tym_tygodniu ten_tydzień"""
)
"""Before a rating or after it: changes nothing, whatever the language."""

CLOSINGS = words(
    """good_night have_a_good_day have_a_great_day have_a_nice_day have_a_good_night have_a_good_weekend take_care
    gute_nacht schönen_tag guten_tag_noch schönen_abend alles_gute buen_día buena_noche buenas_noches buen_fin_de_semana
    bonne_journée bonne_soirée bonne_nuit bon_week-end bon_weekend boa_noite bom_fim_de_semana bom_dia
    goede_nacht welterusten fijne_dag goede_dag fijn_weekend buona_notte buona_giornata buona_serata buon_weekend
    dobranoc dobrej_nocy miłego_dnia
    x xx xxx xoxo bye goodbye good_bye regards best_wishes kind_regards
    lg vg mfg liebe_grüße viele_grüße liebe_grüsse viele_grüsse tschüss bis_morgen saludos un_saludo abrazos adiós
    bises bisous cordialement à_demain beijos bjs bj abraços abraço até_amanhã groetjes groeten mvg tot_morgen
    saluti cordiali_saluti baci a_domani pozdrawiam pozdrowienia do_jutra"""
)
"""After a rating, whatever the language; never before it, where a good-bye is no small word."""

GREETINGS = words("""hi hello hey dear good_morning good_afternoon good_evening
    hallo guten_tag guten_morgen guten_abend moin liebe lieber
    buenos_días buenas_tardes buenas_noches hola bonjour bonsoir salut chère cher oi olá hoi dag ciao
    buongiorno buonasera salve gentile cześć dzień_dobry dobry_wieczór bom_dia boa_tarde boa_noite
    goedemorgen goedemiddag goedenavond beste""")
TITLES = words("""doc doctor dr mr mrs ms frau herr doktor doctora señora señor madame monsieur docteur dra
    doutora doutor senhora senhor dona mevrouw meneer dottoressa dottore dott signora signor pani pan doktorze""")
"""`Hello`, and who may be greeted without a capital letter."""

LEADS = table(
    en="""say i would i'd think guess give it it's its are so like feel feeling i'm im my mine the answer answers
    rating ratings score scores number numbers currently still just only honestly solid strong low at_a say_a
    i'd_say_a it_a it's_a i'm_a like_a i_am i'm_at im_at i_am_at down_to it_is mine_is answer_is rating_is
    score_is number_is today_is mood_is here_you_go here_are here_is here's""",
    de="""ich würde sagen denke glaube gebe geb mich fühle eine ein die es_ist antwort_ist bin bei meine antwort
    antworten ne eher nur leider sag mal würd immer_noch also so_um so_um_die so um_die""",
    es="""yo diría que le doy pongo un una el unos creo es estoy en como alrededor la_verdad pues bueno solo si mi
    me_siento respuesta""",
    fr="je dirais dirai disons donne mets un une c'est pense plutôt vers suis je_suis_à juste seulement mon ma réponse",
    pt="eu diria que dou acho um uma uns umas é estou em só apenas nota cerca_de minha resposta",
    nl="ik denk zeg zeggen zou geef een 'n zo'n het is ben zit mijn antwoord maar_een slechts op_een eerder zo rond_de",
    it="io direi darei do un una penso è sono mi_sento sono_a solo circa_un la mia risposta",
    pl="powiem daję dałbym dałabym jest myślę że tylko raczej jakieś takie moja odpowiedź",
)
LEADS["en"] |= words("a an")
"""Before a rating; `a 7` is an hour in other languages."""

OPENERS = table(
    en="""because cause cos cuz coz bc since but although though however despite and as so still after with without
    due when while at my our we i it its this these today tonight thanks please sent slept felt feeling feel had been
    got having struggling""",
    de="""weil wegen denn da aber trotz trotzdem obwohl und seit nach mit ohne dank danke heute immer ich mein meine
    meinen wir es diese dieser dieses hatte habe hab bin schlief geschlafen fühle fühl am im zurzeit gerade leider""",
    es="""porque pq xq por pero aunque y desde después tras con sin debido gracias hoy todavía aún sigo estoy siento
    me mi mis he hemos dormí esta este pues como""",
    fr="""car parce puisque mais et malgré depuis après avec sans grâce merci aujourd'hui toujours je j mon ma mes
    nous on c ce cette comme à_cause""",
    pt="""porque pq por pois mas e embora apesar desde depois após com sem devido obrigado obrigada hoje ainda estou
    tô me meu minha meus minhas eu nós dormi sinto senti tive esta este essa esse isso""",
    nl="""omdat want door doordat maar en hoewel ondanks sinds na met zonder dankzij bedankt dank vandaag steeds ik
    mijn we wij het deze dit heb had ben voel voelde sliep geslapen nu""",
    it="""perché ma e anche benché nonostante dopo con senza per grazie oggi io mi mio mia miei sono ho abbiamo
    questa questo sto dormito sento da siccome""",
    pl="""bo ponieważ gdyż ale i chociaż choć mimo od po z bez dzięki dziękuję dziś dzisiaj nadal wciąż mam jestem
    miałam miałem spałam spałem czuję czułam czułem moja mój moje to ten w""",
)
"""Words that begin a remark after a rating; `7 panic attacks` has none of them."""

WISHES = table(
    en="want_to don't_want dont_want can't_go cant_go can't_take cant_take can't_cope cant_cope can't_do cant_do",
    de="will_nicht will_sterben kann_nicht_mehr",
    es="quiero no_quiero no_puedo no_aguanto",
    fr="veux n'en_peux plus_envie",
    pt="quero não_quero não_aguento não_consigo",
    nl="wil_niet wil_dood kan_niet_meer",
    it="voglio vorrei non_voglio non_ce non_posso",
    pl="chcę nie_chcę nie_mogę nie_daję",
)
"""Beginnings of what somebody wants or can bear no more: they speak of the person, not of the number."""

UNREAL = table(
    en="""i_wish if_only as_if at_most at_least at_best at_worst at_the_most at_the_least i_don't_know i_dont_know
    idk dunno i_dunno it's_not it_is_not it_isn't this_isn't this_is_not i_meant i_mean but_no and_no but_not_really
    yeah_right maybe_less maybe_more and_a_bit and_some and_a_quarter and_three_quarters
    and_change and_something and_a_little and_then_some and_counting and_a_touch and_a_tad and_a_smidge
    and_a_half and_half with_half with_a_plus with_a_minus and_up and_above and_below but_maybe but_really""",
    de="""ich_wünschte schön_wär's schön_wärs wär_schön ich_weiß_nicht im_leben mindestens höchstens am_meisten
    vielleicht_weniger vielleicht_mehr und_ein_bisschen und_etwas und_noch_was und_noch_etwas und_ein_viertel und_halb
    und_ein_halb und_eine_halbe mit_plus mit_minus und_drunter und_darunter und_drüber und_darüber""",
    es="""ojalá no_sé por_lo_menos como_mucho como_máximo por_noche
    por_ahí quizás_menos quizás_más y_cuarto y_pico y_algo y_poco y_tantos y_tres y_medio y_media con_algo""",
    fr="""si_seulement je_ne_sais je_sais_pas j'aimerais au_moins au_plus
    peut-être_moins peut-être_plus et_quart et_quelque et_quelques et_poussières et_des et_demi et_demie""",
    pt="""quem_dera não_sei pelo_menos no_máximo tomara talvez_menos talvez_mais
    e_pouco e_um_quarto e_qualquer e_algo e_tantos e_meio e_meia e_tal e_quarto""",
    nl="""was_het_maar ik_weet_niet ik_weet_het ten_minste minstens hoogstens
    misschien_minder misschien_meer en_een_beetje en_een_kwart en_half en_halve en_een_half en_nog_wat en_iets en_wat
    met_een_plus""",
    it="""magari non_so almeno al_massimo forse_meno forse_più e_qualcosa e_qualche e_spiccioli e_un_quarto e_rotti
    e_mezzo e_mezza""",
    pl="""chciałabym chciałbym nie_wiem co_najmniej co_najwyżej szkoda_że może_mniej może_więcej i_trochę i_coś i_ćwierć
    i_pół i_pol z_połową z_plusem z_minusem z_hakiem""",
)
"""Beginnings of what takes a number back or sets it aside."""

REFUSALS = table(
    en="no nope nah not never wrong wait oops",
    de="nein nee ne nö nicht nie niemals falsch warte ups",
    es="no nunca tampoco espera",
    fr="non pas jamais faux attends",
    pt="não nunca errado espera",
    nl="nee neen niet nooit fout wacht",
    it="no non mai aspetta",
    pl="nie nigdy czekaj",
)
"""Beginning or ending a short remark, they take the number back: `7, no`, `7, oh no`."""

DENIALS = table(
    en="wrong lie lied lying joke joking kidding jk mistake typo reverse reversed backwards",
    de="falsch gelogen quatsch unsinn scherz witz lüge umgekehrt rückwärts",
    es="mentira broma revés",
    fr="faux mensonge blague inverse envers",
    pt="mentira brincadeira inverso contrário",
    nl="fout leugen gelogen grapje onzin omgekeerd",
    it="bugia scherzo contrario",
    pl="żart żartuję kłamstwo bzdura odwrotnie",
)
"""Anywhere in a short remark they take the number back."""

CORRECTIONS = table(
    en="sorry last correction instead but except actually wait rather or was yesterday before me",
    de="sorry entschuldigung sondern aber außer doch oder war gestern vorher",
    es="perdón perdona pero sino o ayer antes",
    fr="pardon mais sauf ou hier avant moi",
    pt="desculpa desculpe mas ou ontem antes",
    nl="sorry maar behalve of gisteren",
    it="scusa scusi ma o ieri prima",
    pl="przepraszam ale lub albo wczoraj",
)
"""Right behind a list they may mend it, so that a later number counts."""

AT = table(
    en="at by until till before after", de="um ab bis gegen", es="las", fr="vers avant", pt="às", nl="om tot",
    it="alle", pl="o do po",
)  # fmt: skip
"""Right before a later number they make it an hour."""

BEING = words("am i'm im i is was are be feel feeling felt meant said still")
"""Right before `at` they make it a rating: `I'm at 3`."""

UNFINISHED = words(
    "no nr num str st tel p pp vol art ch apt rm lit ext kl ul al av on at to in of for the a room bus line"
)
"""With a point behind them and then a number they make it an address or a page."""
