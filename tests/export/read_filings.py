"""Filings as they come out where every value was read and accepted."""

from extractor.model.filing import Filing
from tests.validation.test_completeness import cell


def filing_of(values):
    """The filing with these values, by path; its form is that of `documentType`, which is 4 without one."""
    own = tuple(cell(path, value) for path, value in values.items())
    form = values.get("documentType", "4")[:1]
    return Filing(form=form, layout="", pages=(1,), status="ok", cells=own)
