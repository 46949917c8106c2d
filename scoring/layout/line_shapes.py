"""What a single line is by its shape: headline, byline, stamp, caption, entry of a list."""

import re

from scoring.layout.furniture import plain_form
from scoring.lexicons import sections

_CLOSERS = "\"'”’)»] "
_FROM_SOMEBODY = re.compile(r"(?:And f|Then f|F)rom (?:[A-Z][\w'’.-]* ?){2,}:$")
_ANNOUNCING = sections("embedded")["verb"]
_SIGNED = re.compile(r"[.!?,][\"”’'»]\s?[—–―-]")
_MIDDLE = re.compile(r"[.!?;][\"'”’)]?\s+[A-Z\"“]|[a-z]{3}[.!?]\s+\d")
_TITLED = re.compile(r"\b(?:[A-Z][a-z]{0,3}|St|No|vs|etc|[A-Z])\.\s")

_CREDITS = sections("furniture_credits")
_MONTH_NAMES = _CREDITS["months"]
_STAMP_LABELS = _CREDITS["stamp labels"]
_STAMP_WORDS = _MONTH_NAMES | _CREDITS["days"] | _CREDITS["clock"] | _STAMP_LABELS | _CREDITS["stamp words"]
_TOKEN = re.compile(r"[^\W\d_]+|\d+")

_NOT_A_NAME = _CREDITS["no names"] | _MONTH_NAMES | _CREDITS["days"]
_BYLINE = re.compile(
    r"(?:written |posted |reported |story |words |text |article |review |analysis |opinion |submitted |compiled |edited )?by:?\s+(?=\S)",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"^[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3}(?:,| \||  ?[-–—]) ?(?:[A-Za-z' ]{0,40} )?"
    r"(?:[Rr]eporter|[Cc]orrespondent|[Ww]riter|[Ee]ditor|[Cc]ontributor|[Cc]olumnist|[Jj]ournalist)s?$"
)
_DESK = re.compile(
    r"^(?:[\w.&'’-]{1,30} ){0,4}(?:[Dd]esk|DESK|[Nn]ewsroom|[Nn]ews [Ss]taff|[Ss]taff [Rr]eport(?:er)?s?|[Ww]eb [Tt]eam|[Bb]ureau)$"
)

_CAPTION = re.compile(
    r"(?:(?:file |representative |representational |illustrative |stock |featured |cover |lead )?"
    r"(?:photo|image|picture|photograph|illustration|graphic|screenshot|screengrab|caption|video still)s?"
    r"(?: illustration)?(?: credits?| courtesy| source| caption)?(?: of)?: ?"
    r"|(?:photo|image|picture) (?:credits?|courtesy)\b|credit: |fig(?:\.|ure) ?\d{1,3}[.:]"
    r"|[(\[](?:photo|image|picture|file photo)\b)",
    re.IGNORECASE,
)
_CREDITED = re.compile(r"(?:Photo|Image|Picture|Photograph|Illustration)s?(?: by [A-Z]| via )")
LONGEST_CREDIT = 80
# Every credit has one of these, and few other lines do: so the pattern is tried on few of them.
_AGENCIES = (
    "Getty",
    "Shutterstock",
    "Anadolu",
    "Wikimedia",
    "AP",
    "AFP",
    "Reuters",
    "REUTERS",
    "EPA",
    "iStock",
    "PA Wire",
)
_AGENCY = re.compile(
    r"(?:(?:/ ?|\bvia |[A-Z][\w.]{0,30},? |[(|] ?|[-–—] )(?:Getty Images|Shutterstock|Anadolu Agency|Wikimedia Commons)"
    r"|AP Photo/|\(AP Photo|AFP/|/ ?AFP\b|/ ?AP\b|/ ?Reuters\b|/ ?REUTERS\b|REUTERS/|EPA[/-]|/ ?EPA\b|iStock|/PA Wire)"
    r"[^.!?]{0,60}[.)\]]{0,2}$"
)

LABEL = re.compile(r"\[\^?(\w{1,8})\]:?\s*|\^\s?")
_ENTRY_SIGN = re.compile(
    r"https?://|www\.|\bdoi\b|\b10\.\d{4}|\barxiv\b|\bisbn\b|\bpmid\b|[Rr]etrieved |[Aa]ccessed |\b(?:1[6-9]|20)\d\d\b|\bn\.d\.|\bet al\b|\bpp?\. ?\d|\bIbid",
)


_MARKERS = re.compile(r"(?:\s?\[\^?\w{1,8}\]){1,9}$")


def last_sign(text: str) -> str:
    """The last character before closing quotes, brackets and markers; empty where there is nothing else."""
    if text[-1] == "]" and (found := _MARKERS.search(text, max(0, len(text) - 60))):
        text = text[: found.start()]
    return text.rstrip(_CLOSERS)[-1:]


def word_count(text: str) -> int:
    """Words between white space."""
    return text.count(" ") + text.count("\n") + 1


def looks_like_heading(text: str) -> bool:
    """Whether the line has the shape of a heading: short, one phrase, no full stop, no quotation with its speaker."""
    if len(text) > 120 or word_count(text) > 14 or _SIGNED.search(text):
        return False
    last = last_sign(text)
    if not last or last in ".!;,:…" or not any(map(str.isalpha, text)):
        return False
    first = text[0]
    if first.islower() or (first in "\"“'‘(*" and text[-1] in "\"”'’)*") or first in "[^$+<":
        return False
    if last == "?":
        return word_count(text) <= 10 and (
            _capitalised(text)
            or text.lower().startswith(("how ", "why ", "what ", "who ", "where ", "when "))
        )
    if "http" in text or "@" in text or "•" in text or "{{" in text:
        return False
    return not _MIDDLE.search(text) or bool(_TITLED.search(text))


def _capitalised(text: str) -> bool:
    words = [word for word in text.split() if len(word) > 3]
    return bool(words) and all(word[0].isupper() or not word[0].isalpha() for word in words)


def looks_like_label(text: str) -> bool:
    """Whether the line is a short label that ends in a colon, as `Background:`, and does not announce what somebody says."""
    if text[-1] != ":" or len(text) > 60 or word_count(text) > 5 or not text[0].isupper():
        return False
    return _ANNOUNCING.isdisjoint(text[:-1].lower().split()[-2:]) and not _FROM_SOMEBODY.match(text)


def looks_like_headline(text: str) -> bool:
    """Whether a line at the top could be the article's headline, and not words with their speaker behind a dash."""
    if len(text) > 150 or not 3 <= word_count(text) <= 22 or _SIGNED.search(text):
        return False
    last = last_sign(text)
    return bool(last) and last not in ".;:,…" and (not _MIDDLE.search(text) or bool(_TITLED.search(text)))


def looks_like_stamp(text: str) -> bool:
    """Whether the line does nothing but date the page; a name after `by` may stand in it."""
    if len(text) > 120 or not (any(map(str.isdigit, text)) or text[-3:].lower() in ("ago", "day")):
        return False
    words = _TOKEN.findall(text.lower())
    numbers = named = rest = 0
    by = False
    for word in words:
        if word.isdigit():
            if len(word) > 4:
                return False
            numbers += 1
        elif word in _STAMP_WORDS:
            named += word in _MONTH_NAMES
        elif word == "by":
            by = True
        elif by and rest < 6:
            rest += 1
        else:
            return False
    return bool((named and numbers) or numbers >= 3 or (numbers and words[-1] == "ago"))


def stamp_label(text: str) -> bool:
    """Whether a stamp says what it dates (`Published`, `Updated`) and is no bare date."""
    return not _STAMP_LABELS.isdisjoint(_TOKEN.findall(text.lower()))


def looks_like_byline(text: str, top: bool) -> bool:
    """Whether the line says who wrote the article; without `By` only near the top."""
    if len(text) > 140 or word_count(text) > 18:
        return False
    if opening := _BYLINE.match(text):
        rest = text[opening.end() :]
        first = rest.split(None, 1)[0]
        bare = plain_form(first)
        if bare in _NOT_A_NAME or not first[0].isalpha():
            return False
        names = rest.rstrip("., ")
        return (first[0].isupper() or word_count(rest) <= 3) and (
            rest[-1] not in ".!?;:" or word_count(names) <= 4
        )
    if not top:
        return False
    return bool(_DUTY.match(text) or (len(text) <= 60 and _DESK.match(text)))


def looks_like_caption(text: str) -> bool:
    """Whether the line credits or describes a picture."""
    if len(text) > 400:
        return False
    if _CAPTION.match(text) or (len(text) <= LONGEST_CREDIT and _CREDITED.match(text)):
        return True
    tail = text[-90:]
    return any(map(tail.__contains__, _AGENCIES)) and _AGENCY.search(tail) is not None


def looks_like_reference(text: str) -> bool:
    """Whether the line has a sign of a reference entry: URL, identifier, year, `Retrieved`."""
    return bool(_ENTRY_SIGN.search(text))
