"""Every error the tool raises on purpose.

    Form4Error                      exit code 5
    ├── InputRefused                exit code 3
    │   ├── UnreadableInput         missing, a directory, no permission
    │   ├── NotADocument            neither a PDF nor a picture by its content
    │   ├── UnsupportedInput        a compression or kind of picture that cannot be read
    │   ├── DamagedInput            truncated, no pages, undecodable
    │   ├── EncryptedInput          needs a password
    │   └── LimitExceeded           more pixels, pages, bytes or seconds than allowed
    ├── NotAForm4                   exit code 4
    ├── LayoutError                 exit code 2: a layout file a person wrote is wrong
    ├── OptionError                 exit code 2: an option or a table given with it is wrong
    ├── ComponentMissing            exit code 5: Tesseract, a model, an extra is not installed
    ├── OutputDamaged               exit code 5: an output of a batch is not as it was written
    └── ReviewError                 exit code 2: what a reviewer asked for cannot be done
        ├── NoSuchItem              nothing of that number is in the queue
        ├── Leased                  another reviewer is at the filing
        └── Invalid                 what was keyed is no value of its cell

Each message is one line: what is wrong with which file or page, then what to do about it.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the `form4` command; part of the output contract."""

    ACCEPTED = 0
    REVIEW = 1
    USAGE = 2
    REFUSED = 3
    NOT_A_FORM4 = 4
    FAILED = 5


class Form4Error(Exception):
    """Root of the tree."""

    exit_code = ExitCode.FAILED


class InputRefused(Form4Error):
    """The file cannot or may not be opened."""

    exit_code = ExitCode.REFUSED


class UnreadableInput(InputRefused):
    """The file is missing, a directory, may not be read, or is of a rare kind that is not read."""


class NotADocument(InputRefused):
    """The content is neither a PDF nor a picture."""


class UnsupportedInput(InputRefused):
    """The file is whole, but of a compression or kind of picture that cannot be read."""


class DamagedInput(InputRefused):
    """The file is of a known kind but cannot be decoded."""


class EncryptedInput(InputRefused):
    """The file needs a password."""


class LimitExceeded(InputRefused):
    """The file asks for more than the limits allow."""


class NotAForm4(Form4Error):
    """The file is readable, but no page of it is a Form 4."""

    exit_code = ExitCode.NOT_A_FORM4


class LayoutError(Form4Error):
    """A layout file does not say what a layout must say."""

    exit_code = ExitCode.USAGE


class OptionError(Form4Error):
    """An option, or a file given with it, cannot be used."""

    exit_code = ExitCode.USAGE


class ComponentMissing(Form4Error):
    """A program, model or extra the work needs is not installed."""


class OutputDamaged(Form4Error):
    """An output of a batch is not there as it was written; `url` is its document's."""

    def __init__(self, message: str, url: str) -> None:
        super().__init__(message)
        self.url = url


class ReviewError(Form4Error):
    """What a reviewer asked for cannot be done."""

    exit_code = ExitCode.USAGE


class NoSuchItem(ReviewError):
    """Nothing of that number is in the queue."""


class Leased(ReviewError):
    """Another reviewer is at the filing."""


class Invalid(ReviewError):
    """What was keyed is no value of its cell."""
