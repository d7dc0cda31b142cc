"""`meantime reflections`: counts and days, as an operator reads them."""

from tests.bot.commands.shell import Shell


def test_an_operator_reads_how_many_there_are_and_no_word(practice: Shell, people: tuple[str, str]) -> None:
    therapist, client = people
    assert "None so far." in practice("reflections", therapist.lower())
    practice("client", "close", client, "--unplanned")
    (told,) = practice.json("reflections", therapist)
    assert set(told) == {"state", "count", "shared", "last asked", "last written"}
    assert (told["state"], told["count"], told["shared"], told["last written"]) == ("put off", 1, 0, "")


def test_nobody_by_that_name(practice: Shell) -> None:
    assert "Nobody has this id" in practice("reflections", "T-ZZZ", code=1)
