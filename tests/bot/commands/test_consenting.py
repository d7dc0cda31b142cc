from tests.bot.commands.shell import Shell


def test_consent_to_another_channel_is_recorded_and_taken_back(practice: Shell, people: tuple[str, str]) -> None:
    therapist, client = people
    assert "may be asked" in practice("client", "fallback", client.lower(), "yes", "--by", therapist.lower())
    assert "nothing to do" in practice("client", "fallback", client, "yes", "--by", therapist, code=1)
    assert practice.json("client", "fallback", client, "no", "--by", therapist) == {"id": client, "fallback": False}
    assert "nothing to do" in practice("client", "fallback", client, "no", "--by", therapist, code=1)


def test_somebody_must_have_heard_it(practice: Shell, people: tuple[str, str]) -> None:
    assert "therapist list" in practice("client", "fallback", people[1], "yes", "--by", "T-NONE", code=1)
    assert "client list" in practice("client", "fallback", "C-NONE", "yes", "--by", people[0], code=1)
