"""The open fonts the generator draws with, in three disjoint groups.

The rule: a typeface belongs to the group written beside it in `_TYPEFACES`, and typefaces whose outlines
come from one design (Liberation and Croscore; DejaVu, Vera and Hack; Lato and Carlito; Noto Sans and Open
Sans) stand in one group, so that nothing trained or fitted on one group has seen the shapes of another.
No typeface is among them whose glyphs are other letters than they stand for (a typewriter with slashes for
brackets). Where a group has no installed face for a role, the PDF base fonts serve, which every viewer has.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont as OpenType
from fontTools.ttLib import newTable
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

Group = Literal["train", "calibrate", "holdout"]
Role = Literal["sans", "serif", "typewriter", "hand"]
GROUPS: tuple[Group, ...] = ("train", "calibrate", "holdout")

POSTSCRIPT_NAME = 6
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


@dataclass(frozen=True, slots=True)
class Typeface:
    """Names under which reportlab knows the cuts of one typeface."""

    name: str
    regular: str
    bold: str
    italic: str
    is_hand: bool = False


_TYPEFACES: tuple[tuple[Group, Role, str, str, str, str], ...] = (
    ("train", "sans", "Liberation Sans",
     "LiberationSans-Regular", "LiberationSans-Bold", "LiberationSans-Italic"),
    ("train", "sans", "Arimo", "Arimo-Regular", "Arimo-Bold", "Arimo-Italic"),
    ("train", "sans", "Roboto", "Roboto-Regular", "Roboto-Bold", "Roboto-Italic"),
    ("train", "sans", "PT Sans", "PTS55F", "PTS75F", "PTS56F"),
    ("train", "serif", "Liberation Serif",
     "LiberationSerif-Regular", "LiberationSerif-Bold", "LiberationSerif-Italic"),
    ("train", "serif", "Tinos", "Tinos-Regular", "Tinos-Bold", "Tinos-Italic"),
    ("train", "serif", "PT Serif", "PTF55F", "PTF75F", "PTF56F"),
    ("train", "serif", "CMU Serif", "cmunrm", "cmunbx", "cmunti"),
    ("train", "typewriter", "Liberation Mono",
     "LiberationMono-Regular", "LiberationMono-Bold", "LiberationMono-Italic"),
    ("train", "typewriter", "Cousine", "Cousine-Regular", "Cousine-Bold", "Cousine-Italic"),
    ("train", "typewriter", "PT Mono", "PTM55F", "PTM55F", "PTM55F"),
    ("train", "typewriter", "CMU Typewriter", "cmuntt", "cmuntb", "cmunit"),
    ("train", "sans", "Noto Sans", "NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic"),
    ("train", "sans", "Open Sans", "OpenSans-Regular", "OpenSans-Bold", "OpenSans-Italic"),
    ("train", "sans", "Clear Sans", "ClearSans-Regular", "ClearSans-Bold", "ClearSans-Italic"),
    ("train", "sans", "Cabin", "Cabin-Regular", "Cabin-Bold", "Cabin-Italic"),
    ("train", "sans", "Averia Sans", "AveriaSansGWF-Regular", "AveriaSansGWF-Bold", "AveriaSansGWF-Italic"),
    ("train", "serif", "Noto Serif", "NotoSerif-Regular", "NotoSerif-Bold", "NotoSerif-Italic"),
    ("train", "serif", "Gentium", "GentiumPlus-Regular", "GentiumPlus-Bold", "GentiumPlus-Italic"),
    ("train", "serif", "Libertine", "LinLibertine_R", "LinLibertine_RB", "LinLibertine_RI"),
    ("train", "serif", "Averia Serif",
     "AveriaSerifGWF-Regular", "AveriaSerifGWF-Bold", "AveriaSerifGWF-Italic"),
    ("train", "typewriter", "Courier Prime", "Courier Prime", "Courier Prime Bold", "Courier Prime Italic"),
    ("train", "typewriter", "Courier Prime Code",
     "Courier Prime Code", "Courier Prime Code", "Courier Prime Code Italic"),
    ("train", "typewriter", "Noto Mono", "NotoMono-Regular", "NotoSansMono-Bold", "NotoMono-Regular"),
    ("train", "typewriter", "Inconsolata", "Inconsolata", "Inconsolata", "Inconsolata"),
    ("train", "typewriter", "Mononoki", "mononoki-Regular", "mononoki-Bold", "mononoki-Italic"),
    ("train", "typewriter", "JetBrains Mono",
     "JetBrainsMono-Regular", "JetBrainsMono-Bold", "JetBrainsMono-Italic"),
    ("train", "hand", "Rufscript", "Rufscript010", "Rufscript010", "Rufscript010"),
    ("train", "hand", "DkgHandwriting", "dkg", "dkg", "dkg"),
    ("train", "sans", "Inter", "Inter-Regular", "Inter-Bold", "Inter-Italic"),
    ("train", "sans", "Karla", "Karla-Regular", "Karla-Bold", "Karla-Italic"),
    ("train", "sans", "Cantarell", "Cantarell-Regular", "Cantarell-Bold", "Cantarell-Regular"),
    ("train", "sans", "Go", "Go-Regular", "Go-Bold", "Go-Italic"),
    ("train", "sans", "B612", "B612-Regular", "B612-Bold", "B612-Italic"),
    ("train", "sans", "Oxygen", "Oxygen-Sans", "Oxygen-Sans-Bold", "Oxygen-Sans"),
    ("train", "sans", "Tuffy", "Tuffy", "Tuffy_Bold", "Tuffy_Italic"),
    ("train", "sans", "Andika", "Andika-Regular", "Andika-Bold", "Andika-Italic"),
    ("train", "sans", "Gillius", "GilliusADF-Regular", "GilliusADF-Bold", "GilliusADF-Italic"),
    ("train", "sans", "Gillius Condensed", "GilliusADF-Cond", "GilliusADF-BoldCond", "GilliusADF-CondItalic"),
    ("train", "sans", "Universalis",
     "UniversalisADFStd-Regular", "UniversalisADFStd-Bold", "UniversalisADFStd-Italic"),
    ("train", "sans", "Play", "Play-Regular", "Play-Bold", "Play-Regular"),
    ("train", "sans", "Quicksand", "Quicksand-Regular", "Quicksand-Bold", "Quicksand-Medium"),
    ("train", "sans", "Dosis", "Dosis-Book", "Dosis-Bold", "Dosis-Medium"),
    ("train", "serif", "EB Garamond", "EBGaramond12-Regular", "EBGaramond12-Regular", "EBGaramond12-Italic"),
    ("train", "serif", "Junicode",
     "JunicodeTwoBeta-Regular", "JunicodeTwoBeta-Bold", "JunicodeTwoBeta-Italic"),
    ("train", "serif", "Vollkorn", "Vollkorn-Regular", "Vollkorn-Bold", "Vollkorn-Italic"),
    ("train", "serif", "Quattrocento",
     "Quattrocento-Regular", "Quattrocento-Regular", "Quattrocento-Regular"),
    ("train", "serif", "Doulos SIL", "DoulosSIL-Regular", "DoulosSIL-Regular", "DoulosSIL-Regular"),
    ("train", "serif", "STIX", "STIXGeneral-Regular", "STIXGeneral-Bold", "STIXGeneral-Italic"),
    ("train", "serif", "Baskervald", "BaskervaldADFStd", "BaskervaldADFStd-Bold", "BaskervaldADFStd-Italic"),
    ("train", "serif", "Essays 1743", "Essays1743", "Essays1743-Bold", "Essays1743-Italic"),
    ("train", "serif", "Roboto Slab", "RobotoSlab-Regular", "RobotoSlab-Bold", "RobotoSlab-Light"),
    ("train", "serif", "Artemisia", "GFSArtemisia", "GFSArtemisiaBold", "GFSArtemisiaIt"),
    ("train", "serif", "Accanthis",
     "AccanthisADFStd-Regular", "AccanthisADFStd-Bold", "AccanthisADFStd-Italic"),
    ("train", "typewriter", "Go Mono", "Go-Mono", "Go-Mono-Bold", "Go-Mono-Italic"),
    ("train", "typewriter", "B612 Mono", "B612Mono-Regular", "B612Mono-Bold", "B612Mono-Italic"),
    ("train", "typewriter", "Oxygen Mono", "OxygenMono-Regular", "OxygenMono-Regular", "OxygenMono-Regular"),
    ("train", "typewriter", "Agave", "agave-r-autohinted", "agave-r-autohinted", "agave-r-autohinted"),
    ("train", "typewriter", "Monofur", "monof55", "monof55", "monof56"),
    ("train", "typewriter", "Fantasque Sans Mono",
     "FantasqueSansMono-Regular", "FantasqueSansMono-Bold", "FantasqueSansMono-Italic"),
    ("train", "typewriter", "Monoid", "Monoid-Regular", "Monoid-Bold", "Monoid-Italic"),
    ("train", "hand", "SteveHand", "SteveHand", "SteveHand", "SteveHand"),
    ("train", "hand", "Delphine", "Delphine", "Delphine", "Delphine"),
    ("train", "hand", "Domestic Manners", "Domestic_Manners", "Domestic_Manners", "Domestic_Manners"),
    ("train", "hand", "Dancing Script",
     "DancingScript-Regular", "DancingScript-Bold", "DancingScript-Regular"),
    ("train", "hand", "Comic Neue", "ComicNeue-Regular", "ComicNeue-Bold", "ComicNeue-Italic"),
    ("train", "hand", "El Abogado Loco", "El_Abogado_Loco", "El_Abogado_Loco", "El_Abogado_Loco"),
    ("calibrate", "sans", "DejaVu Sans", "DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique"),
    ("calibrate", "sans", "Bitstream Vera Sans", "Vera", "VeraBd", "VeraIt"),
    ("calibrate", "sans", "Lato", "Lato-Regular", "Lato-Bold", "Lato-Italic"),
    ("calibrate", "sans", "Carlito", "Carlito-Regular", "Carlito-Bold", "Carlito-Italic"),
    ("calibrate", "serif", "DejaVu Serif", "DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif-Italic"),
    ("calibrate", "serif", "Bitstream Vera Serif", "VeraSe", "VeraSeBd", "VeraSe"),
    ("calibrate", "serif", "Caladea", "Caladea-Regular", "Caladea-Bold", "Caladea-Italic"),
    ("calibrate", "typewriter", "DejaVu Sans Mono",
     "DejaVuSansMono", "DejaVuSansMono-Bold", "DejaVuSansMono-Oblique"),
    ("calibrate", "typewriter", "Hack", "Hack-Regular", "Hack-Bold", "Hack-Italic"),
    ("calibrate", "typewriter", "Tlwg Typo", "TlwgTypo", "TlwgTypo-Bold", "TlwgTypo-Oblique"),
    ("calibrate", "hand", "Breip", "Breip", "Breip", "Breip"),
    ("holdout", "sans", "FreeSans", "FreeSans", "FreeSansBold", "FreeSansOblique"),
    ("holdout", "serif", "FreeSerif", "FreeSerif", "FreeSerifBold", "FreeSerifItalic"),
    ("holdout", "serif", "Charis SIL", "CharisSIL-Regular", "CharisSIL-Bold", "CharisSIL-Italic"),
    ("holdout", "serif", "Old Standard", "OldStandard-Regular", "OldStandard-Bold", "OldStandard-Italic"),
    ("holdout", "typewriter", "FreeMono", "FreeMono", "FreeMonoBold", "FreeMonoOblique"),
    ("holdout", "typewriter", "Anonymous Pro", "Anonymous Pro", "Anonymous Pro B", "Anonymous Pro I"),
    ("holdout", "hand", "femkeklaver", "femkeklaver", "femkeklaver", "femkeklaver"),
    ("holdout", "hand", "Kristi", "Kristi", "Kristi", "Kristi"),
)  # fmt: skip

_BASE: dict[Role, Typeface] = {
    "sans": Typeface("Helvetica", "Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "serif": Typeface("Times", "Times-Roman", "Times-Bold", "Times-Italic"),
    "typewriter": Typeface("Courier", "Courier", "Courier-Bold", "Courier-Oblique"),
    "hand": Typeface("Times Italic", "Times-Italic", "Times-BoldItalic", "Times-Italic", is_hand=True),
}


def typefaces(role: Role, group: Group) -> tuple[Typeface, ...]:
    """The installed typefaces of `group` for `role`, in the table's order; never empty."""
    named = [entry[2] for entry in _TYPEFACES if entry[0] == group and entry[1] == role]
    found = [face for face in map(typeface, named) if face is not None]
    return tuple(found) or (_BASE[role],)


def missing(group: Group) -> tuple[str, ...]:
    """The typefaces of `group` that are not installed: without them its seeds draw other forms."""
    return tuple(entry[2] for entry in _TYPEFACES if entry[0] == group and typeface(entry[2]) is None)


@cache
def typeface(name: str) -> Typeface | None:
    """The typeface of that name, made known to reportlab; None where it is not installed."""
    _, role, _, *stems = next(entry for entry in _TYPEFACES if entry[2] == name)
    files = _font_files()
    if stems[0] not in files:
        return None
    regular, bold, italic = (stem if stem in files else stems[0] for stem in stems)
    for stem in {regular, bold, italic}:
        source = files[stem] if files[stem].suffix.lower() == ".ttf" else _quadratic(files[stem])
        pdfmetrics.registerFont(TTFont(stem, source if isinstance(source, BytesIO) else str(source)))
    return Typeface(name, regular, bold, italic, is_hand=role == "hand")


@cache
def text_width(text: str, font: str, size: float) -> float:
    """Points from the start of `text` to its end."""
    return float(pdfmetrics.stringWidth(text, font, size))


@cache
def _font_files() -> dict[str, Path]:
    folders = (Path(folder).expanduser() for folder in _FONT_FOLDERS)
    files = (Path(at, name) for folder in folders for at, _, names in os.walk(folder) for name in names)
    # TrueType wins where a face is installed both ways.
    known = [file for file in sorted(files) if file.suffix.lower() in (".otf", ".ttf")]
    return {file.stem: file for file in sorted(known, key=lambda file: file.suffix.lower() == ".ttf")}


def _quadratic(otf: Path) -> BytesIO:
    """The face with its outlines as TrueType draws them, which reportlab asks for."""
    font = OpenType(otf)
    glyphs, drawn = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, max_err=font["head"].unitsPerEm / 1000, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphs, font["glyf"].glyphOrder = drawn, font.getGlyphOrder()
    _as_truetype(font)
    for record in font["name"].names:
        if record.nameID == POSTSCRIPT_NAME:
            record.string = "".join(otf.stem.split())  # some families give all their cuts one name
    target = BytesIO()
    font.save(target)
    return BytesIO(target.getvalue())


def _as_truetype(font: OpenType) -> None:
    """The tables around the outlines as a TrueType file has them."""
    del font["CFF "]
    if "VORG" in font:
        del font["VORG"]
    maxima = font["maxp"]
    maxima.tableVersion = 0x00010000
    for name in ("Zones", "TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements"):
        setattr(maxima, f"max{name}", 1 if name == "Zones" else 0)
    maxima.maxSizeOfInstructions = 0
    font["post"].formatType, font["post"].extraNames = 2.0, []
    font["post"].mapping, font["post"].glyphOrder = {}, font.getGlyphOrder()
    font.sfntVersion = "\000\001\000\000"
