"""The account of a filing's pages."""

from extractor.model.account import Account
from extractor.model.page import WordId

ACCOUNT = Account(
    {WordId(1, 0, 0): "caption", WordId(1, 0, 1): "value", WordId(2, 0, 0): "value", WordId(2, 1, 0): "mark"}
)


def test_the_words_of_a_role_are_listed_and_counted():
    assert ACCOUNT.words("value") == {WordId(1, 0, 1), WordId(2, 0, 0)}
    assert str(ACCOUNT) == "value 2, caption 1, mark 1"


def test_a_page_has_its_own_account():
    assert str(ACCOUNT.on_page(2)) == "value 1, mark 1"
