"""Thresholds of finding text lines; units and reasons as in `extractor.imaging.settings`."""

from typing import NamedTuple


class TextLineSettings(NamedTuple):
    """How letters join to lines of text. "Letters" as a unit are heights of the line's letters."""

    smallest_letter: float = 1.9
    """Height under which blobs are punctuation or specks; they may join a line but never make one."""
    largest_letter: float = 30.0
    """Height over which blobs are pictures, punch holes and borders."""
    widest_letter: float = 90.0
    """Width over which blobs are letters that touch only if no higher than `highest_word`."""
    highest_word: float = 14.0
    """Height of letters that may touch and be wider."""
    widest_mark: float = 12.0
    """Width of a punctuation mark at most: a dash of one and a half typed widths. Not critical."""
    least_letter_area: float = 0.48
    """Square points of a letter's ink at least: four times a mark's."""
    least_mark_area: float = 0.12
    """Square points of a mark's ink: smaller specks are dirt."""
    hole: float = 2.0
    """Usual letters that a punched hole is high at least; it has 16 points."""
    solid: float = 0.72
    """Share of its box that is ink of a hole, which has pi / 4 of it, and of its height that it is wide."""
    tall_quantile: float = 0.75
    """Quantile of letters' heights that is the usual height of a page or a line."""
    reach: float = 0.65
    """Letters that a letter reaches for its neighbour to either side (a typed blank is 1.3)."""
    stop_reach: float = 1.35
    """Times as far that a line reaches which ends in a full stop: typed, that is in the middle of its
    width."""
    core: float = 0.3
    """Letters: half the height, around its middle, by which a letter must overlap its neighbour."""
    tight_core: float = 0.15
    """The same where letters of two lines may have joined."""
    lowest_core: float = 0.7
    """Usual heights: lower letters count as this high, to join their neighbours. Not critical."""
    highest_core: float = 2.0
    """Usual heights: higher letters count as this high, so that they join no other line. Not critical."""
    stacked: float = 1.75
    """Letters that a group holding two lines is high."""
    fewest_stacked: int = 6
    """Number of letters that such a group has at least. Not critical."""
    touching: float = 1.45
    """Letters this many times as high as usual are two that touch."""
    cut_share: float = 0.6
    """Share of a line's height that a letter cut in two must have on it. Not critical."""
    tail: int = 3
    """Number of letters beyond a rule; fewer are the end of a word that crosses it."""
    beyond_rule: float = 0.6
    """Heights of letters that touch over a rule to either side of it: a wide letter on the rule has half."""
    word_ink: float = 0.7
    """Share of their box that is ink of letters that touch at most; of worn bold ones it is 0.55."""
    at_rule: float = 0.25
    """Letters that one may reach over a rule between it and the next word."""
    line_start: float = 0.4
    """Share of its letters, from the left, that show where a line is: footnote marks come at the end."""
    start_foot_quantile: float = 0.1
    """Quantile of their feet that is the baseline: in "Option" two letters in five have tails."""
    start_height_quantile: float = 0.85
    """Quantile of their heights that is the height of tall letters."""
    foot_quantile: float = 0.35
    """The same quantile of all feet of a line: where letters touch, half have tails."""
    raised_height: float = 0.9
    """Tall letters' heights that a footnote mark is high at most."""
    raised_beside_one: float = 0.84
    """The same where one letter alone shows where the line is: of a `$`, figures have 0.86 to 0.9."""
    raised_foot: float = 0.17
    """Letters that a footnote mark's foot is above the baseline."""
    raised_head: float = 0.86
    """Letters that a footnote mark's head is above the baseline at least."""
    letters_before: int = 3
    """Letters before a mark whose feet show where the line is there: of three, one may hang below it."""
    overtopping: float = 1.12
    """Letters that the head of an underlined mark is above the baseline: higher than tall letters."""
    mark_overlap: float = 0.3
    """Letters that a footnote mark reaches back over its word at most. Not critical."""
    mark_gap: float = 0.8
    """Letters between a word and its footnote mark at most. Not critical."""
    mark_beyond: float = 0.6
    """Share of a footnote mark's width that is beyond the end of its word. Not critical."""
    underline: float = 3.0
    """An underline is at least this many times as wide as high."""
    thin: float = 0.4
    """Letters that a dash or an underline is high, and that an underline is from its line, at most."""
    typed_rule: float = 0.5
    """The page's letters that a row of dashes or signs of equality is high at most: the latter have 0.45, the
    smallest print 0.6."""
    beside: float = 0.7
    """Letters that punctuation is beside its line at most."""
    hanging: float = 0.35
    """Letters that the middle of a comma is below its line at most."""
    dash: float = 1.3
    """A dash is at least this many times as wide as high: a typewriter's, copied, is hardly more."""
    least_dash: float = 0.25
    """Letters that it is wide at least: specks are smaller."""
    end_dash: float = 1.5
    """The same of one at a line's end, with no word behind it to vouch for it."""
    least_end_dash: float = 0.35
    """Letters that one at a line's end is wide at least: a typed one has half a letter."""
    dash_gap: float = 1.7
    """Letters from a dash between two words to either, typed with a blank on both sides."""
    highest_dash: float = 0.3
    """Share of a line's height, from its head, below which the middle of a dash is. Not critical."""
    lowest_dash: float = 0.75
    """The same above which it is."""
    highest_line: float = 2.4
    """Letters that a line joined of two pieces is high at most. Not critical."""
    shifted: float = 0.35
    """Letters by which two pieces of one line are shifted at most; tails reach down less."""
    one_over_another: float = 0.75
    """Share of the greater height in common where pieces of a line may overlap end to end. Not critical."""
