"""Filings as they come out where every value was read and accepted."""

from extractor.model.filing import Cell, Filing


def filing_of(values):
    """The filing with these values, by path; its form is that of `documentType`, which is 4 without one."""
    own = tuple(
        Cell(
            path=path,
            value=value,
            raw=value,
            status="accepted",
            confidence=1.0,
            page=1,
            bbox=(0, 0, 1, 1),
            source="text",
            reader="truth",
        )
        for path, value in values.items()
    )
    form = values.get("documentType", "4")[:1]
    return Filing(form=form, layout="", pages=(1,), status="ok", cells=own)
