import pytest

from extractor.errors import OptionError
from extractor.export import CikTable


def table(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "ciks.csv"
    path.write_bytes(text.encode(encoding))
    return path


GOOD = """symbol,name,cik
QFS,Quillfeather & Sons Inc,123
BRK.B,,77
,"MARROW, ESTHER J.",0000000456
"""


def test_symbols_and_names_match_whatever_their_case_and_punctuation(tmp_path):
    ciks = CikTable.load(table(tmp_path, GOOD))
    assert ciks.issuer("[qfs]", "") == "0000000123"
    assert ciks.issuer("NYSE: QFS", "") == "0000000123"
    assert ciks.issuer("BRK-B", "") == "0000000077"
    assert ciks.issuer("", "QUILLFEATHER & SONS, INC.") == "0000000123"
    assert ciks.owner("Marrow Esther J") == "0000000456"


def test_unknown_and_empty_names_give_zeros(tmp_path):
    ciks = CikTable.load(table(tmp_path, GOOD))
    assert ciks.issuer("", "") == ciks.owner("") == ciks.owner("Nobody") == "0000000000"


def test_a_name_with_two_numbers_gives_none(tmp_path):
    ciks = CikTable.load(
        table(tmp_path, "symbol,name,cik\n,Smith John,1\n,SMITH JOHN,2\n,Doe J,3\n,Doe J,3\n")
    )
    assert ciks.owner("Smith John") == "0000000000"
    assert ciks.owner("Doe J") == "0000000003"


def test_columns_may_be_in_any_order_with_a_byte_order_mark(tmp_path):
    ciks = CikTable.load(table(tmp_path, "CIK, Name ,Symbol,note\n9,A Corp,A,x\n", "utf-8-sig"))
    assert ciks.issuer("A", "") == "0000000009"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("symbol,name\nA,B\n", "cik"),
        ("", "symbol"),
        ("symbol,name,cik\nA,B,12x\n", "line 2"),
        ("symbol,name,cik\nA,B\n", "line 2"),
        ("symbol,name,cik\nA,B,12345678901\n", "digits"),
    ],
)
def test_a_bad_table_is_one_line_that_says_where(tmp_path, text, words):
    with pytest.raises(OptionError) as caught:
        CikTable.load(table(tmp_path, text))
    assert words in str(caught.value)
    assert "ciks.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_table_that_is_no_text_or_not_there(tmp_path):
    with pytest.raises(OptionError, match="UTF-8"):
        CikTable.load(table(tmp_path, "symbol,name,cik\nA,Société,1\n", "latin-1"))
    with pytest.raises(OptionError, match=r"missing\.csv"):
        CikTable.load(tmp_path / "missing.csv")
    with pytest.raises(OptionError):
        CikTable.load(tmp_path)
