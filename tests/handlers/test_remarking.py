import pytest

from handlers.facts import RemarkKept
from handlers.remarking import pass_on
from tests.handlers.cases import CASE, letters
from tests.storage.house import MIA, NOW, said


@pytest.mark.parametrize("length", [2900, 3000, 3001])
def test_a_long_remark_is_kept_whole_and_passed_on_as_far_as_it_fits(length: int) -> None:
    told = pass_on(said("telegram:1", MIA, "x" * length), CASE, NOW)
    assert [fact.text for fact in told if isinstance(fact, RemarkKept)] == ["x" * length]
    [forwarded] = letters(told)
    assert 2900 < len(forwarded.text) < 4096
    assert forwarded.text.endswith("xx …") == (length > 3000)
