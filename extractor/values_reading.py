"""The lines of a filing that hold values, read again by further engines: all its pages at once.

What they hold is known only once the filing is cut into regions: most lines of a form are its own print.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extractor.layout.analysis import PageAnalysis
from extractor.logs import stage
from extractor.model.page import Line
from extractor.model.region import Region
from extractor.ocr.engine import Engines


def values_read(
    pages: Sequence[PageAnalysis], regions: Iterable[Region], engines: Engines
) -> Sequence[PageAnalysis]:
    """The pages with the lines of the regions read again; the same pages where none of them is ink."""
    wanted = list(_held(pages, regions))
    if not wanted:
        return pages
    # Imported when used: pages of text need none of it.
    from extractor.ocr.recognize import read_again

    with stage("ocr", f"pages {', '.join(str(page.number) for page in pages)}") as log:
        images = {line: image for page in pages for line, image in page.images.items()}
        lines = read_again(wanted, images, engines())
        counts = Counter(name for line in lines.values() for name in line.answers)
        log(f"read again, lines by {', '.join(f'{name} {count}' for name, count in counts.items())}")
    return [page.answered(lines) for page in pages]


def _held(pages: Iterable[PageAnalysis], regions: Iterable[Region]) -> Iterator[Line]:
    """The lines that further engines may read and that have a word in a region."""
    held = {word.id[:2] for region in regions for line in region.lines for word in line.words}
    for page in pages:
        yield from (line for line in page.text.lines if line.id in page.images and line.id[:2] in held)
