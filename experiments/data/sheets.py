"""The sheets of a district's workbook: what is asked, in which columns, and what is allowed there."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.text.messages import LANGUAGES, N_, _, speaking


@dataclass(frozen=True)
class Column:
    """One column: its name, its heading, what is allowed in it, and whether a row is nothing without it."""

    name: str
    heading: str
    allowed: str
    needed: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet of the workbook; ``required``: without it nothing can be imported."""

    name: str
    title: str
    columns: tuple[Column, ...]
    required: bool = False


YES_NO = N_("yes or no")
MONTH = Column("month", N_("Month"), N_("year and month, such as 2024-05"), True)
DEPARTMENT = Column("department", N_("Department"), N_("a name of the sheet Departments; empty: not known"))
SECTOR = Column("sector", N_("Sector"), N_("a name of the sheet Sectors; empty: not known"))
SIZE = Column("size", N_("Size class"), N_("as in the sheet Outside the register; empty: not known"))

SHEETS: tuple[Sheet, ...] = (
    Sheet("district", N_("District"), (
        Column("question", N_("Question"), N_("do not change"), True), Column("answer", N_("Your entry"), N_("empty: not known")),
    ), True),
    Sheet("places", N_("Places"), (
        Column("name", N_("Name"), N_("any text"), True), Column("kind", N_("Kind"), N_("street, town, township, sumu or park"), True),
        Column("x", N_("km to the east"), N_("of the district's centre; negative: to the west")),
        Column("y", N_("km to the north"), N_("of the district's centre; negative: to the south")),
        Column("outside", N_("Enterprises outside the register"), N_("whole number")),
    ), True),
    Sheet("departments", N_("Departments"), (
        Column("name", N_("Name"), N_("any text"), True), Column("kind", N_("Does the work of"), N_("choose from the list; each once"), True),
        Column("officers", N_("Officers for safety"), N_("people, 0 to 1000; half posts as 0.5")),
        Column("enforces", N_("May penalise"), YES_NO),
    ), True),
    Sheet("sectors", N_("Sectors"), (
        Column("name", N_("Name"), N_("as the register writes it"), True), Column("kind", N_("Sector of the model"), N_("choose from the list"), True),
    ), True),
    Sheet("matrix", N_("Responsibility"), (Column("sector", N_("Sector of the model"), N_("do not change"), True),)),
    Sheet("sizes", N_("Outside the register"), (
        Column("size", N_("Size class"), N_("do not change"), True), Column("enterprises", N_("Enterprises"), N_("whole number")),
        Column("employees", N_("Employees"), N_("people")),
    )),
    Sheet("register", N_("Register"), (
        Column("name", N_("Name or code"), N_("each once; stays in this workbook"), True),
        Column("sector", N_("Sector"), N_("a name of the sheet Sectors"), True), Column("place", N_("Place"), N_("a name of the sheet Places")),
        Column("workers", N_("Employees"), N_("people, 1 to 20000")), Column("high_risk", N_("High-risk"), YES_NO),
        Column("known", N_("Known to"), N_("departments, set apart by ; or 、; none: nobody; empty: not known")),
        Column("visited", N_("Last visit"), N_("date; the model makes its own visits")),
        Column("grade", N_("Grade"), N_("1, 2 or 3; empty: none")),
    ), True),
    Sheet("visits", N_("Visits"), (MONTH, DEPARTMENT, SECTOR, SIZE, Column("count", N_("Number of visits"), N_("whole number"), True))),
    Sheet("findings", N_("Hazards found"), (MONTH, DEPARTMENT, SECTOR, SIZE, Column("count", N_("Number of hazards"), N_("whole number"), True))),
    Sheet("penalties", N_("Penalties"), (MONTH, DEPARTMENT, SECTOR, SIZE, Column("count", N_("Number of penalties"), N_("whole number"), True))),
    Sheet("accidents", N_("Accidents"), (
        MONTH, SECTOR, SIZE, Column("injuries", N_("People injured or killed"), N_("whole number"), True), Column("deaths", N_("People killed"), N_("whole number")),
    )),
)  # fmt: skip
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
RECORDS = ("visits", "findings", "penalties", "accidents")

QUESTIONS: dict[str, tuple[str, str]] = {
    "title": (N_("Name of the district"), N_("any text")),
    "month": (N_("Month of the register"), N_("year and month, such as 2024-05")),
    "employees": (N_("Employees in the whole district"), N_("people")),
    "insured": (N_("Enterprises with safety liability insurance"), N_("whole number")),
    "note": (N_("A note to stand beside every result"), N_("any text")),
}
"""The rows of the sheet District, each with what is allowed in its answer."""
KINDS = {"street": N_("street"), "town": N_("town"), "township": N_("township"), "sumu": N_("sumu"), "park": N_("industrial park")}
SIZE_TITLES = {
    "under 20": N_("under 20 employees"), "20 to 299": N_("20 to 299 employees"), "300 to 999": N_("300 to 999 employees"),
    "1000 and more": N_("1000 employees and more"),
}  # fmt: skip
"""By the model's name of a size class."""
NOBODY = N_("none")


def both(text: str) -> tuple[str, ...]:
    """A text of the catalogue in every language: a workbook may be filled in in one and read in another."""
    found = []
    for language in LANGUAGES:
        with speaking(language):
            found.append(_(text))
    return tuple(dict.fromkeys(found))


def guide() -> list[str]:
    """What stands on the first sheet."""
    return [
        _("This workbook asks for what a district knows of itself. Leave empty what is not known: it is taken from Jiuyuan District's file, and every result says so."),
        _("Fill in from the third row on; the second says what is allowed. Numbers are plain numbers: 50, not 'about 50'."),
        _("Register: one row for each enterprise on the list of the emergency bureau. The model runs on these very enterprises; those outside the register are drawn."),
        _("Names of enterprises stay in this workbook. Results call the enterprise in row 7 of the register r7."),
        _("If any cell of the columns High-risk and Grade is filled in, an empty one means no, or none; if none is, they are drawn. An empty cell of Known to is always drawn."),
        _("Responsibility: who answers for a hazard in a sector, departments set apart by ; or 、, the leading one first; 'none' where nobody does."),
        _("The sheets from Visits on are records, and may stay empty. One row for each month and group with the number in it; a month in between without a row counts as 0."),
        _("Save it as .xlsx, or each sheet as a .csv of its title in one folder. Then: inspectorate district import FILE --out DISTRICT.toml"),
    ]
