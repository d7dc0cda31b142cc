"""A question as it looks on a phone, for every measure there is."""

from dataclasses import replace
from pathlib import Path

import pytest

from handlers import asking
from handlers.answering import listen, pressed
from handlers.calling import call
from handlers.case import Case, Request
from handlers.facts import RatingMade, RequestChanged, RequestOpened
from handlers.people import Client
from measures.instrument import Instrument, Item
from measures.library import Library, shipped
from measures.reading import Values, read
from messages.envelope import Address, ButtonPress, IncomingMessage, Moment, MomentKind
from messages.sms import segments
from messages.wording import Kind
from messages.wording import shipped as words_of
from messages.wordings import Wordings, read_pack
from messages.words import LANGUAGES
from tests.handlers.cases import CASE, kinds, letters, mia
from tests.packs import pack_file
from tests.storage.house import BERLIN, CLIENT, HOUR, MIA, MIA_SMS, NOW, appointment, episode

LIBRARY = shipped()
FAMILY = ["ors", "cors", "srs", "csrs", "gsrs"]
SCALE = Instrument("long", "1", "t", "s", tuple(Item(f"i{n}", "c") for n in range(4)), 0, 1000, 10, True)
BOOKED = appointment(starts_at=NOW + 24 * HOUR)
ASK = Moment(MomentKind.ASK, BOOKED.id, 1, NOW)


def case_of(measure: str, language: str = "en", to: Address = MIA_SMS, wordings: Wordings | None = None) -> Case:
    """Mia, asked this measure in this language by this way, before an appointment."""
    client = Client(CLIENT, language, BERLIN, "1", contacts=(mia(to),))
    practice = replace(CASE.practice, wordings=wordings or Wordings())
    care = replace(episode(), measure=measure)
    return replace(CASE, practice=practice, contact=mia(to), client=client, episode=care, appointment=BOOKED)


def asked(case: Case) -> Case:
    """The same with the request that the moment opens."""
    (opened,) = [fact.request for fact in call(ASK, case, NOW) if isinstance(fact, RequestOpened)]
    return replace(case, request=opened)


def request_of(case: Case) -> Request:
    assert case.request is not None
    return case.request


def questions(case: Case) -> list[str]:
    """Every question of a request, each when the ones before it are answered."""
    request = request_of(case)
    count, low = len(request.answers), LIBRARY.instrument(request.measure).low
    states = [replace(request, answers=(low,) * done + (None,) * (count - done)) for done in range(count)]
    return [asking.ask(one, case, "x").text for one in states]


def with_pack(folder: Path, **keys: str) -> Wordings:
    return Wordings([read_pack(pack_file(folder, **keys), LIBRARY.instruments)])


@pytest.mark.parametrize("measure", FAMILY)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_four_areas_go_out_in_one_cheap_sms(measure: str, language: str) -> None:
    case = asked(case_of(measure, language))
    assert not request_of(case).one_by_one
    cost = segments(asking.ask(request_of(case), case, "x").text)
    assert (cost.encoding, cost.count <= 2) == ("GSM-7", True)


@pytest.mark.parametrize("measure", sorted(LIBRARY.instruments))
def test_every_measure_has_words_and_cheap_questions_by_sms(measure: str) -> None:
    case = asked(case_of(measure))
    wording = words_of(measure, "en")
    assert wording is not None
    assert len(wording.items) == len(LIBRARY.instrument(measure).items)
    assert all(segments(text).count <= 2 for text in questions(case))


@pytest.mark.parametrize("measure", sorted(LIBRARY.instruments))
def test_every_measure_can_be_answered_by_buttons(measure: str) -> None:
    case = asked(case_of(measure, to=MIA))
    buttons = [button for line in asking.keyboard(request_of(case), 0, case) for button in line]
    instrument, wording = LIBRARY.instrument(measure), words_of(measure, "en")
    assert [asking.tenths_of(button) for button in buttons] == list(range(instrument.low, instrument.high + 1, 10))
    assert all(len(button.data.encode()) <= 64 for button in buttons)
    assert wording is not None
    assert (wording.kind is Kind.FREE) == buttons[0].label.endswith(f" · {wording.low}")


def test_published_answers_stand_one_a_row_and_numbers_in_two() -> None:
    case = asked(case_of("k10", to=MIA))
    rows = asking.keyboard(request_of(case), 0, case)
    assert [[button.label for button in row] for row in rows] == [
        ["1 · None of the time"],
        ["2 · A little of the time"],
        ["3 · Some of the time"],
        ["4 · Most of the time"],
        ["5 · All of the time"],
    ]
    case = asked(case_of("ors", to=MIA))
    assert [len(row) for row in asking.keyboard(request_of(case), 0, case)] == [6, 5]


def test_the_button_of_a_published_answer_gives_its_number() -> None:
    case = asked(case_of("k10", to=MIA))
    press = ButtonPress("k", MIA, asking.keyboard(request_of(case), 0, case)[3][0].data, "m", NOW)
    assert "item=0, tenths=40" in str(pressed(press, case, NOW)[0])


def long_scale(folder: Path, to: Address) -> Case:
    """Asked a practice's own measure from 0 to 100."""
    instruments = {**LIBRARY.instruments, "long": SCALE}
    wordings = Wordings([read_pack(pack_file(folder, measure='"long"'), instruments)])
    case = case_of("long", to=to, wordings=wordings)
    return asked(replace(case, practice=replace(case.practice, library=Library(instruments, LIBRARY.profiles))))


def test_on_a_long_scale_a_number_is_typed(tmp_path: Path) -> None:
    case = long_scale(tmp_path, MIA)
    letter = asking.ask(request_of(case), case, "x")
    assert letter.buttons == ()
    assert "Please write a number from 0 to 100." in letter.text
    said = listen(IncomingMessage("k", MIA, "73", NOW), case, NOW)
    assert "tenths=730" in str(said[0])


def test_by_sms_a_long_scale_is_asked_with_its_ends_and_an_example_of_its_own(tmp_path: Path) -> None:
    case = long_scale(tmp_path, MIA_SMS)
    text = asking.ask(request_of(case), case, "x").text
    assert "From 0 (low) to 100 (high):" in text
    assert "e.g. 70 65 80 70" in text


@pytest.mark.parametrize("measure", [*FAMILY, "phq2", "gad2"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_a_set_can_be_read_as_one(measure: str, language: str) -> None:
    if words_of(measure, language) is None:
        return
    case = asked(case_of(measure, language))
    *_, line = asking.ask(request_of(case), case, "x").text.splitlines()
    example = line.rsplit(". " if ". " in line else ": ", 1)[-1]
    items = asking.missing(request_of(case))
    assert isinstance(read(example, asking.asked(request_of(case), case, items)), Values), example


def test_two_published_items_go_out_in_one_sms_in_their_own_words() -> None:
    case = asked(case_of("phq2"))
    assert asking.ask(request_of(case), case, "x").text == (
        "Over the last 2 weeks, how often have you been bothered by the following problems?\n"
        "0 = Not at all, 1 = Several days, 2 = More than half the days, 3 = Nearly every day\n"
        "1 Little interest or pleasure in doing things\n"
        "2 Feeling down, depressed, or hopeless\n"
        "Reply with 2 numbers, e.g. 1 2"
    )


def test_more_than_four_items_or_dear_ones_are_asked_one_by_one(tmp_path: Path) -> None:
    assert request_of(asked(case_of("gad7"))).one_by_one
    dear = with_pack(tmp_path, rights=f'"{"x" * 250}"')
    assert request_of(asked(case_of("ors", wordings=dear))).one_by_one


@pytest.mark.parametrize("to", [MIA, MIA_SMS])
def test_a_licences_notice_goes_with_the_first_question_alone(tmp_path: Path, to: Address) -> None:
    case = asked(case_of("ors", to=to, wordings=with_pack(tmp_path)))
    first, *others = questions(case)
    assert first.endswith("(c) The Licensor. Used by permission, L-2026-17.")
    assert not any("Licensor" in text for text in others)


def test_a_free_measures_source_is_told_in_a_chat_alone() -> None:
    assert "Kessler et al." in questions(asked(case_of("k6", to=MIA)))[0]
    assert not any("Kessler et al." in text for text in questions(asked(case_of("k6"))))


def test_a_client_without_wording_is_not_asked_and_the_therapist_is_told() -> None:
    said = call(ASK, case_of("phq9", "de"), NOW)
    assert kinds(said) == ["AskDropped"]
    (letter,) = letters(said)
    assert letter.purpose == "no_wording"
    assert f"{CLIENT} was not asked" in letter.text


def test_a_pack_that_may_not_be_sent_by_a_channel_is_not(tmp_path: Path) -> None:
    only = with_pack(tmp_path, channels='["telegram"]')
    assert request_of(asked(case_of("ors", to=MIA, wordings=only))).wording == "pack 3"
    assert request_of(asked(case_of("ors", to=MIA_SMS, wordings=only))).wording == "neutral 1"


def test_whoever_goes_on_by_a_channel_the_licence_does_not_allow_goes_on_in_our_words(tmp_path: Path) -> None:
    case = asked(case_of("ors", to=MIA, wordings=with_pack(tmp_path, channels='["telegram"]')))
    said = listen(IncomingMessage("k", MIA_SMS, "7", NOW), case, NOW)
    (changed,) = [fact.request for fact in said if isinstance(fact, RequestChanged)]
    assert changed.wording == "pack 3 + neutral 1"
    assert "People close to me" not in letters(said)[-1].text
    assert "How have things gone with the people close to you?" in letters(said)[-1].text
    rest = replace(changed, answers=(70, 60, 80, None))
    done = listen(IncomingMessage("l", MIA, "7", NOW), replace(case, request=rest), NOW)
    (made,) = [fact.rating for fact in done if isinstance(fact, RatingMade)]
    assert made.wording == "pack 3 + neutral 1"


def test_a_pack_that_was_removed_leaves_the_rest_to_ours_and_where_there_is_none_to_nobody(tmp_path: Path) -> None:
    case = asked(case_of("ors", to=MIA, wordings=with_pack(tmp_path)))
    without = replace(case, practice=replace(case.practice, wordings=Wordings()))
    (changed,) = [
        fact.request
        for fact in listen(IncomingMessage("k", MIA, "7", NOW), without, NOW)
        if isinstance(fact, RequestChanged)
    ]
    assert changed.wording == "pack 3 + neutral 1"
    lost = replace(without, request=replace(request_of(case), measure="phq9", answers=(None,) * 9))
    lost = replace(lost, client=replace(case.client, language="de") if case.client else None)
    assert kinds(listen(IncomingMessage("k", MIA, "7", NOW), lost, NOW)) == ["RemarkKept", "EchoSaid"]
    remind = Moment(MomentKind.REMIND, BOOKED.id, 1, NOW)
    assert call(remind, replace(lost, request=replace(request_of(lost), asked_at=NOW - 24 * HOUR)), NOW) == []
