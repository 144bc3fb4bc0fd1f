"""The numbers that reconciling works with: bounds, thresholds and what the form's rules call usual.

Rates that were measured on filings stand in `rates.json`, `stated_rates.json` and `confusions.json`. "DOMAIN"
in a reason is the project's list of rules, whose shares were counted on 629 real filings and SEC's tables of
2024Q3.
"""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple


class ReconcileSettings(NamedTuple):
    """Every threshold of the stage; probabilities and shares are 0 to 1."""

    # What a sum may change, and how much its word is worth (policy).

    highest_confidence: float = 0.9995
    """Probability. No reading of ink is called surer than this, whatever adds up."""
    repair_confidence: float = 0.95
    """Probability. A repaired value must be at least this sure, however much error is accepted elsewhere."""
    telling_chance: float = 0.02
    """Probability. Only a statement that unrelated values satisfy no more often than this is evidence where
    it holds: with letters, which half of all values satisfy, three cells of 84,225 were changed wrongly."""
    misread_alike: float = 0.02
    """Share of misread cells that are misread like the cell beside them: a first digit lost to a ruling line
    is lost in both columns."""
    unsure_cell: float = 0.05
    """Probability of being wrong from which a cell confirms no other: what agrees with it may be misread
    alike."""
    alike_beside_sure: float = 0.1
    """Share of `misread_alike` that is left where the other cells of a statement are read beyond doubt."""
    most_doubtful_cells: int = 8
    """Cells. A statement about more doubtful ones settles none of them, and takes too long to try."""
    remembered_filings: int = 8
    """Filings whose statements are kept: review needs those of the same few after every decision."""
    most_alternatives: int = 5
    """Alternatives named in a cell: more are no help to a person."""
    most_sums_named: int = 3
    """Sums named in the reason of a cell, for the same cause."""

    # What a doubtful cell could hold (search).

    crisp: float = 0.995
    """Probability. A reading this sure is never overruled: sums may only say that something is wrong."""
    named_share: float = 0.7
    """Share of what the confidence leaves that goes to values a reader named; misreadings take the rest."""
    solved_share: float = 0.5
    """Share of what the named values leave that goes to values with which a sum would hold."""
    reader_alone: float = 0.01
    """Probability of a value that one reader read and that is not among the alternatives."""
    least_probability: float = 1e-9
    """Stands for 0 where a logarithm is taken, and bounds what is tried at all."""

    # Bounds of the exact search: with these a part takes less than half a second on one core.

    most_statement_combinations: int = 20_000
    """Combinations of values that one statement is evaluated for; each costs about a microsecond."""
    most_part_combinations: int = 400_000
    """Combinations that all statements about cells which belong together are evaluated for."""
    most_bucket_entries: int = 400_000
    """Entries of one table of the elimination (8 bytes each)."""
    most_part_entries: int = 2_000_000
    """Entries of all tables in the elimination of cells which belong together."""
    fewest_candidates: int = 2
    """Known values that a cell keeps when a part is too large."""
    log_of_zero: float = -1e4
    """Stands for the logarithm of 0: the elimination needs finite weights."""
    tie: float = 1e-9
    """Log weight. Totals nearer to each other than this are equal: sums are not exact to the last digit."""

    # How often filings satisfy a constraint (priors).

    stated_cases: int = 50
    """Statements. What a rate of the project's list counts for beside our own count: it comes of other
    filings."""
    unknown_rate: float = 0.9
    """Rate of a constraint of which nothing is known: some belong to forms that EDGAR has no XML of."""
    lowest_rate: float = 0.5
    """Rate. Below it a constraint that holds would count against its values."""
    highest_rate: float = 0.998
    """Rate. No constraint is quite certain: filers err."""

    # How values are misread (confusions).

    unseen: float = 0.5
    """Added to every count, so that what was not met is not impossible (Krichevsky and Trofimov, 1981)."""
    most_slips: int = 2
    """Slips. Readings with more of them have too little to do with the truth."""
    most_power: int = 6
    """Decimal places within which a misplaced point is looked for."""

    # Copies.

    copies_alike: float = 0.9
    """Share of their cells that copies of one filing have in common; a worn copy lacks some."""
    copies_sure: float = 1 / 3
    """Share of those that must be sure in both: what is doubtful throughout is a copy of nothing."""

    # Titles that name one class though a letter is misread.

    shortest_misread_word: int = 4
    """Letters. Shorter words must be the same: Class A is not Class B."""
    letters_a_misread: int = 4
    """Letters of a word for each one in it that may be misread."""

    # Balances.

    most_orders_tried: int = 8
    """Rows. In larger groups no order is looked for that neither the form nor the dates suggest: the search
    goes through all orders."""
    few_pairs: int = 2
    """Pairs of rows. Of so few, another order than the printed one must explain all."""
    order_share: Fraction = Fraction(2, 3)
    """Share of its pairs of rows that another order must explain where there are more; and share of an
    amendment's balances that must follow, or it leaves lines out."""

    # Dates.

    days_to_file: int = 2
    """Trading days within which a form is due since 29 August 2002 (Rule 16a-3(g))."""
    longest_filing_span: int = 14
    """Calendar days: more than `days_to_file` can ever span."""
    month_due_day: int = 10
    """Day of the next month on which a month's form was due before (Rule 16a-3(g) as it then stood)."""
    deemed_days: int = 5
    """Calendar days between a transaction and its deemed execution: 97 of 98 (DOMAIN D5)."""
    longest_term: int = 15
    """Years an option runs at most; nearly all run ten (DOMAIN D10)."""
    term_slack: int = 7
    """Days by which an option's end may miss the anniversary of its grant (DOMAIN D10)."""

    # Prices and amounts.

    least_withheld: Decimal = Decimal("0.15")
    """Share of what was acquired or gained that is withheld for tax, at least (DOMAIN F2: 20 of 21)."""
    most_withheld: Decimal = Decimal("0.60")
    """The same, at most."""
    range_of_a_day: Decimal = Decimal("1.2")
    """Ratio of two prices of one day at most (DOMAIN P2: 172 of 172)."""
    smallest_fraction: int = 256
    """Parts of a dollar in which prices were quoted before 2001 at the finest (DOMAIN P4)."""
    most_price_places: int = 4
    """Decimal places of a price: EDGAR stores no more."""
    contract_shares: int = 100
    """Shares in a listed option contract."""
    highest_unit_price: int = 1
    """Dollars. What stands as the exercise price of a unit that simply becomes a share is 0 or this."""

    # What EDGAR takes in one filing.

    most_rows: int = 30
    """Rows of a table."""
    most_notes: int = 99
    """Footnotes."""
    most_persons: int = 10
    """Owners, and signatures."""


class ChanceSettings(NamedTuple):
    """How often values that have nothing to do with each other satisfy a statement of each sort (0 to 1).

    Rounded estimates, not measured: what fewer unrelated values satisfy proves more where it holds.
    """

    same_amount: float = 0.001
    """Two amounts are the same, or add up to a third."""
    same_class: float = 0.01
    """Two titles name one class of securities."""
    same_day: float = 0.02
    """Two dates of a form, which lie some weeks apart at most, are the same or within days."""
    same_words: float = 0.02
    """Two texts of a column say the same in other words."""
    in_fractions: float = 0.04
    """An amount of two decimals is a multiple of a sixteenth, or a term of whole years."""
    near_price: float = 0.05
    """Two prices are near each other."""
    near_day: float = 0.05
    """Two dates are within two business days."""
    no_price: float = 0.05
    """A price box says that nothing was paid for a unit."""
    nothing_left: float = 0.1
    """A balance is 0."""
    nothing_paid: float = 0.1
    """A price is 0, or none is given."""
    same_month: float = 0.1
    """Two dates are of one month, or of two that follow."""
    usual_share: float = 0.2
    """One amount is a usual share of another."""
    notes_fit: float = 0.2
    """Marks and notes fit, however they were misread."""
    on_a_day_before: float = 0.3
    """One of two things happens before the other, and there are both."""
    somebody_signs: float = 0.3
    """A name is that of an owner, or of somebody for one."""
    even: float = 0.5
    """Either is as likely: a letter of two, an order of two days, a box that is checked."""
    known_letter: float = 0.6
    """A letter misread is another of the form's codes."""
    a_box_checked: float = 0.6
    """One of four boxes is checked."""
    trading_day: float = 0.7
    """A day is no weekend and no holiday: 252 of 365."""
    whole_number: float = 0.8
    """An amount misread is whole."""
    above_zero: float = 0.9
    """A number misread is above 0, or not below it."""
    few_decimals: float = 0.9
    """A price misread has at most four decimals."""
    something_there: float = 0.9
    """A form misread reports something, and not more than there may be."""


SETTINGS = ReconcileSettings()
"""The values in use."""
CHANCES = ChanceSettings()
"""The chances in use."""
