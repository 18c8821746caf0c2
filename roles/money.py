"""Write money as readers of a country do; a figure is never rounded.

Short: "$90k to $120k", "₹8 LPA". Long: "$90,000 to $120,000",
"₹8,00,000 to ₹18,00,000". LPA is lakh (100,000 rupees) per annum. Open ends stay
open ("$250,000+"), a lower bound reads "above $200k", an upper one "up to $155k".
"""

from decimal import Decimal

Amount = int | float | Decimal

SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€", "INR": "₹"}
LAKH = 100_000
EN_DASH = "\N{EN DASH}"
PERIODS = {"year": "a year", "hour": "an hour"}


def money_range(
    low: Amount | None,
    high: Amount | None,
    *,
    currency: str,
    high_open: bool = False,
    low_open: bool = False,
    period: str = "year",
    qualifier: str = "",
    is_long: bool = False,
) -> str:
    """One pay figure in words, with the period said unless it is a year.

    `qualifier` is the printed one: about, above, up_to, nearly or at_least.
    """
    is_short = not is_long and _can_be_short(low, high, currency, period)
    if is_short and currency == "INR":
        text = _lakhs(low, high, is_open=high_open, is_low_open=low_open)
    else:
        text = _range(
            None if low_open else _one(low, currency, is_short=is_short),
            _one(high, currency, is_short=is_short),
            is_open=high_open,
            qualifier=qualifier,
        )
    return text if period == "year" else f"{text} {PERIODS[period]}"


def money(amount: Amount, currency: str, *, is_long: bool = False) -> str:
    """One amount, such as "$250k", or "$250,000" if long or not whole thousands."""
    is_short = not is_long and _can_be_short(amount, amount, currency, "year")
    if is_short and currency == "INR":
        return f"₹{plain_digits(Decimal(str(amount)) / LAKH)} LPA"
    return _one(amount, currency, is_short=is_short) or ""


def group_digits(amount: Amount, currency: str) -> str:
    """Digits grouped as the currency's country does: 120,000 or 8,00,000."""
    whole, _, fraction = plain_digits(Decimal(str(amount))).partition(".")
    grouped = _indian(whole) if currency == "INR" else f"{int(whole):,}"
    return f"{grouped}.{fraction.ljust(2, '0')}" if fraction else grouped


def _indian(digits: str) -> str:
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*pairs, tail])


def plain_digits(amount: Decimal) -> str:
    """All digits that count and none that do not: 18, 206600, 7.5."""
    text = format(amount.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _can_be_short(
    low: Amount | None, high: Amount | None, currency: str, period: str
) -> bool:
    """Whether thousands (for rupees, thousandths of a lakh) show every digit."""
    if period != "year":
        return False
    return all(
        end is None or (Decimal(str(end)) % 1000 == 0 and Decimal(str(end)) >= 1000)
        for end in (low, high)
    )


def _one(amount: Amount | None, currency: str, *, is_short: bool) -> str | None:
    if amount is None:
        return None
    symbol = SYMBOLS.get(currency, f"{currency} ")
    if is_short:
        return f"{symbol}{plain_digits(Decimal(str(amount)) / 1000)}k"
    return f"{symbol}{group_digits(amount, currency)}"


def _range(low: str | None, high: str | None, *, is_open: bool, qualifier: str) -> str:
    plus = "+" if is_open else ""
    if low and high and low != high:
        return f"{_about(qualifier)}{low} to {high}{plus}"
    if low is None:
        return f"{high}+" if is_open else f"up to {high}"
    if high is None:
        return f"{low}+" if is_open and qualifier != "above" else f"above {low}"
    return f"{_about(qualifier)}{low}{plus}"


def _about(qualifier: str) -> str:
    return f"{qualifier} " if qualifier in {"about", "nearly"} else ""


def _lakhs(
    low: Amount | None, high: Amount | None, *, is_open: bool, is_low_open: bool
) -> str:
    ends = [None if is_low_open else low, high]
    first, last = (
        None if end is None else plain_digits(Decimal(str(end)) / LAKH) for end in ends
    )
    plus = "+" if is_open else ""
    if first and last and first != last:
        return f"₹{first}{EN_DASH}{last} LPA{plus}"
    if first is None:
        return f"₹{last} LPA+" if is_open else f"up to ₹{last} LPA"
    if last is None:
        return f"₹{first} LPA+" if is_open else f"above ₹{first} LPA"
    return f"₹{first} LPA{plus}"
