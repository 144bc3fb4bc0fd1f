"""The tree of errors and the exit codes the output contract promises for them."""

import pytest

from extractor import errors
from extractor.errors import ExitCode, Form4Error

RAISED = sorted(
    (e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, Form4Error)),
    key=lambda e: e.__name__,
)


def test_exit_codes_are_the_numbers_of_the_contract():
    assert {code.name: int(code) for code in ExitCode} == {
        "ACCEPTED": 0,
        "REVIEW": 1,
        "USAGE": 2,
        "REFUSED": 3,
        "NOT_A_FORM4": 4,
        "FAILED": 5,
    }


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.UnreadableInput, 3),
        (errors.NotADocument, 3),
        (errors.UnsupportedInput, 3),
        (errors.DamagedInput, 3),
        (errors.EncryptedInput, 3),
        (errors.LimitExceeded, 3),
        (errors.NotAForm4, 4),
        (errors.LayoutError, 2),
        (errors.OptionError, 2),
        (errors.ComponentMissing, 5),
    ],
)
def test_each_error_ends_the_command_with_its_code(error, code):
    with pytest.raises(Form4Error) as caught:
        raise error("scan.tif: says what is wrong; says what to do.")
    assert caught.value.exit_code == code


@pytest.mark.parametrize("error", RAISED)
def test_no_error_ends_the_command_as_if_it_had_extracted(error):
    assert error.exit_code not in (ExitCode.ACCEPTED, ExitCode.REVIEW)


@pytest.mark.parametrize("error", RAISED)
def test_every_refusal_of_the_input_can_be_caught_as_one(error):
    assert issubclass(error, errors.InputRefused) == (error.exit_code is ExitCode.REFUSED)
