from __future__ import annotations

from dataclasses import replace

import pytest

from samples.generator.families import Printed, draw_form
from samples.generator.filings import Extent, filing_for
from samples.generator.ink import Line, Sheet, Text
from samples.generator.style import Breaks, Family, style_for
from samples.generator.values import rows

TITLE = "Table I -"


def printed(family: Family, breaks: Breaks, owners: int = 0) -> Printed:
    filing = filing_for(family, 4, Extent(14, owners, 6))
    return draw_form(family, filing, replace(style_for(family, 4, "train", "typed"), breaks=breaks))


def texts(sheet: Sheet) -> str:
    return " ".join(item.text for item in sheet.items if isinstance(item, Text))


def written(form: Printed) -> list[str]:
    """Every run of writing, wherever it stands."""
    return sorted(item.text for sheet in form.sheets for item in sheet.items if isinstance(item, Text))


@pytest.mark.parametrize("family", ["edgar", "agent2002", "issuer"])
def test_nothing_is_written_differently_where_rows_are_cut(family: Family) -> None:
    whole, cut = (printed(family, Breaks(cut, "none"), 6) for cut in (False, True))
    assert written(whole) == written(cut)
    assert whole.cells == cut.cells


def test_cut_rows_and_blocks_stay_on_the_paper() -> None:
    form = printed("agent2002", Breaks(cut=True), 8)
    for sheet in form.sheets:
        for item in sheet.items:
            low = item.box.bottom if isinstance(item, Text) else max(item.y0, item.y1)
            high = item.box.top if isinstance(item, Text) else min(item.y0, item.y1)
            assert high > 0 and low < sheet.height


def test_a_rule_goes_on_where_a_row_is_cut() -> None:
    form = printed("agent2002", Breaks(cut=True, heads="none"), 8)
    top = style_for("agent2002", 4, "train", "typed").margin
    further = [item for sheet in form.sheets[1:] for item in sheet.items if isinstance(item, Line)]
    assert any(rule.x0 == rule.x1 and rule.y0 == pytest.approx(top) for rule in further)


def test_heads_stand_again_as_the_style_says() -> None:
    repeated = {
        heads: printed("edgar", Breaks(heads=heads)).sheets[1] for heads in ("all", "columns", "none")
    }
    assert TITLE in texts(repeated["all"])
    assert TITLE not in texts(repeated["columns"])
    assert "1. Title of Security" in texts(repeated["columns"])
    assert "1. Title of Security" not in texts(repeated["none"])


@pytest.mark.parametrize("captions", [True, False])
def test_rows_for_which_the_form_has_no_room_stand_on_a_continuation_sheet(captions: bool) -> None:
    form = printed("paper1996", Breaks(sheet=3, captions=captions))
    sheet = next(sheet for sheet in form.sheets if "CONTINUATION SHEET" in texts(sheet))
    on_it = {item.path for item in sheet.items if isinstance(item, Text)}
    own = rows(form.cells, "nonDerivativeTable")
    assert f"{own[3]}/securityTitle" in on_it and f"{own[2]}/securityTitle" not in on_it
    assert ("1. TITLE OF SECURITY" in texts(sheet).upper()) == captions
    assert not [item for item in sheet.items if isinstance(item, Line)]


def test_a_form_with_room_for_all_has_no_continuation_sheet() -> None:
    form = printed("paper1996", Breaks(sheet=500))
    assert not any("CONTINUATION SHEET" in texts(sheet) for sheet in form.sheets)
