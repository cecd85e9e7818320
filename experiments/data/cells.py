"""From what stands in a cell to a value: full-width digits, commas, units, dates as people write them; what cannot be read is said with what can."""

from __future__ import annotations

import datetime
import re
import unicodedata

from experiments.data.sheets import both
from experiments.text.messages import N_, _

EPOCH = datetime.date(1899, 12, 30)
"""Day 0 of a spreadsheet."""
ABOUT = re.compile(r"^(about|approx\.?|ca\.?|circa|大约|约|近|超过|~|≈|>|≥)\s*|\s*(左右|上下|余|多|以上|\+)$", re.IGNORECASE)
UNITS = re.compile(r"\s*(people|persons|employees|enterprises|officers|人次|人|家|名|个|起|次|项|件|公里|千米|km)$", re.IGNORECASE)
YES, NO = {"yes", "y", "是", "有", "√", "✓", "✔", "true", "1", "可", "能"}, {"no", "n", "否", "无", "×", "x", "false", "0", "不", "不可"}
TOTALS = {"合计", "总计", "小计", "共计", "总和", "total", "totals", "sum", "subtotal", "grandtotal"}
N_("yes"), N_("no")


class Unread(Exception):
    """A cell that cannot be read: what is wrong, what is allowed, and what to do."""

    def __init__(self, what: str, allowed: str, mend: str) -> None:
        super().__init__(what)
        self.what, self.allowed, self.mend = what, allowed, mend


def words(value: object) -> str:
    """The text of a cell as it is to be read again: no mark that nobody sees, blanks as one, none around it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value)
    # Marks without width come along with what is copied from pages and chats.
    return re.sub(r"\s+", " ", "".join(mark for mark in text if unicodedata.category(mark) not in ("Cf", "Cc") or mark in "\n\t")).strip()


def plain(value: object) -> str:
    """The text of a cell to be understood: full-width letters, digits and commas as half-width ones."""
    return words(unicodedata.normalize("NFKC", words(value)))


def key(value: object) -> str:
    """A text by which names and headings are known: capitals and blanks apart."""
    return plain(value).casefold().replace(" ", "")


def is_total(value: object) -> bool:
    """Whether a row that begins so sums up others."""
    return key(value).rstrip(":") in TOTALS


def number(value: object, low: float, high: float, whole: bool = True) -> tuple[float, bool]:
    """The number in a cell, and whether it was given as about so much; ``Unread`` where there is none within the bounds."""
    allowed = (_("a whole number from {low} to {high}") if whole else _("a number from {low} to {high}")).format(low=f"{low:g}", high=f"{high:g}")
    text = plain(value)
    stripped = ABOUT.sub("", UNITS.sub("", ABOUT.sub("", text)))
    bare = re.sub(r"(?<=\d)[,、 ](?=\d{3}(\D|$))", "", UNITS.sub("", stripped)).replace("−", "-")
    if re.fullmatch(r"\d+\s*(-|~|–|—|至|到|to)\s*\d+", bare):
        raise Unread(_("{value} is a range").format(value=_quoted(text)), allowed, _("write one number, the middle if nothing is known better"))
    if not re.fullmatch(r"-?\d+(\.\d+)?", bare) or len(bare) > 15:
        raise Unread(_("{value} is no number").format(value=_quoted(text)), allowed, _("write the number in digits, and nothing else"))
    found = float(bare)
    if whole and not found.is_integer():
        raise Unread(_("{value} is no whole number").format(value=_quoted(text)), allowed, _("write a whole number"))
    if not low <= found <= high:
        raise Unread(_("{value} is out of bounds").format(value=_quoted(text)), allowed, _("check the number and its unit"))
    return found, ABOUT.search(text) is not None or ABOUT.search(UNITS.sub("", text)) is not None


def yes(value: object) -> bool:
    """Yes or no; ``Unread`` for anything else."""
    text = key(value)
    if text in YES or text in {key(one) for one in both("yes")}:
        return True
    if text in NO or text in {key(one) for one in both("no")}:
        return False
    raise Unread(_("{value} is neither yes nor no").format(value=_quoted(plain(value))), _("yes or no"), _("choose one of the two"))


def date(value: object) -> datetime.date:
    """A day, or the first of a month; ``Unread`` where neither can be read, or it cannot be."""
    found = _date(value)
    if found is None or not 1990 <= found.year <= 2100:
        raise Unread(_("{value} is no date").format(value=_quoted(plain(value))), _("a date such as 2024-05-31, or a month such as 2024-05"), _("write it so"))
    return found


def _date(value: object) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = plain(value)
    text = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2})?$", "", text)
    if re.fullmatch(r"\d{5}", text):
        return EPOCH + datetime.timedelta(days=int(text))
    parts = re.fullmatch(r"(\d{4})[-/.年]\s?(\d{1,2})(?:[-/.月]\s?(\d{1,2})?日?)?", text) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})?", text)
    if parts is None:
        return None
    try:
        return datetime.date(int(parts[1]), int(parts[2]), int(parts[3] or 1))
    except ValueError:
        return None


def _quoted(text: str) -> str:
    return f"'{text[:40]}'"
