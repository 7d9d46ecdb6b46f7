"""One word written in two ways: spelling of another country, contraction, hyphen, capital, `&`.

Rules that hold here: both ways are the same word to any reader; what is not listed or formed by a listed pattern is
another word. Nothing here needs the word list.
"""

from __future__ import annotations

import re
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PAIRS = """
acknowledgment=acknowledgement judgment=judgement ageing=aging amid=amidst among=amongst analog=analogue
artefact=artifact behavior=behaviour calibre=caliber catalog=catalogue center=centre centers=centres
centered=centred color=colour colors=colours colored=coloured defense=defence defenses=defences
dialog=dialogue dialogs=dialogues endeavor=endeavour endeavors=endeavours enroll=enrol enrollment=enrolment
enrolls=enrols favor=favour favors=favours favorable=favourable favored=favoured favorite=favourite
favorites=favourites fiber=fibre flavor=flavour fulfill=fulfil fulfills=fulfils fulfillment=fulfilment
gray=grey harbor=harbour harbors=harbours honor=honour honors=honours honored=honoured humor=humour
install=instal installment=instalment installments=instalments jewelry=jewellery labor=labour license=licence
licenses=licences licensed=licenced neighbor=neighbour neighbors=neighbours neighboring=neighbouring
offense=offence offenses=offences ok=okay practice=practise practices=practises practicing=practising
pretense=pretence program=programme programs=programmes rumor=rumour skeptical=sceptical skillful=skilful
sulfur=sulphur theater=theatre toward=towards while=whilst behaviors=behaviours behavioral=behavioural
misdemeanor=misdemeanour endeavoring=endeavouring honoring=honouring favoring=favouring
"""
_CANON = {other: first for first, _, other in (pair.partition("=") for pair in _PAIRS.split())}

_IZE = re.compile(r"([a-z]{3,})is(e|ed|es|er|ers|ing|ation|ations|ational|able)\Z")
_YZE = re.compile(r"(anal|catal|paral|dial|hydrol)ys(e|ed|es|er|ers|ing)\Z")
_DOUBLE_L = re.compile(
    r"(cance|trave|labe|mode|signa|tota|fue|channe|leve|counse|initia|dia|marsha|pane|unrave|equa|tunne|fune|chise"
    r"|marve|quarre|riva|tai)ll(ed|ing|er|ers|ation|ations|able)\Z"
)
_CONTRACTED = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "let's": ("let", "us"),
    "i'm": ("i", "am"),
}
_CONTRACTION = re.compile(
    r"(?:(is|are|was|were|do|does|did|has|have|had|would|should|could|must|need)(n't)"
    r"|(i|you|we|they|that|it|who|there|this)('ll|'ve|'re))\Z"
)
_PARTS = {"n't": "not", "'ll": "will", "'ve": "have", "'re": "are"}

JOINED = _words(
    "antispam backup birthdate checkbox clickwrap cooperate cooperates cooperation coordinate coordinates coordination"
    " copayment cybersecurity database databases dataset datasets email emails eshop filename filenames geolocation"
    " homepage homepages hostname internet lifecycle login logins logon logout healthcare helpdesk multifactor"
    " newsgroup nonprofit nonprofits offline online onsite paperwork passcode payroll preauthorised preauthorized"
    " prepaid preset pseudonymous reuse reused screenshot screenshots signup signups smartphone smartphones"
    " subcontractor subcontractors subdomain subdomains subprocessor subprocessors subprocessing timeframe timeframes"
    " timestamp timestamps timezone toolkit touchscreen troubleshoot username usernames videoconference voicemail"
    " webpage webpages webmaster website websites wifi workplace worldwide"
)
"""Words that are written joined, hyphenated or apart with no change of meaning."""

UNHYPHENED = _words(
    "un non no not never re de dis mis in im ir il anti pre post sub ex co bi semi over under self all any opt may can"
    " must shall out off up extra quasi less more most"
)
"""First parts with which a hyphen may make another word: `re-sign` is not `resign`, `non-` denies what follows."""

FUNCTION_WORDS = _words(
    "a an the and or nor but of in on at to for from by with as if when where while that which this these those is are"
    " be was were has have had do does did it its there here such so than then also into upon about between through"
    " under over after before during within please"
)
"""Words that are never a defined term, so that a capital says nothing: you, we, us, our, it are left to caution."""


LONGEST = 64
"""Characters of a word above which it is a blob and no spelling of anything: patterns would search it for minutes."""


@lru_cache(maxsize=8192)
def canonical(word: str) -> tuple[str, ...]:
    """The word or words that this one stands for, lower case: `don't` → do, not; `organise` → organize; `&` → and."""
    low = word.lower()
    if len(low) > LONGEST:
        return (low,)
    if low == "&":
        return ("and",)
    if "'" in low or low == "cannot":
        if low in _CONTRACTED:
            return _CONTRACTED[low]
        match = _CONTRACTION.match(low)
        if match:
            return (match[1] or match[3], _PARTS[match[2] or match[4]])
        return (low,)
    return (_one_form(low),)


def _one_form(low: str) -> str:
    low = _DOUBLE_L.sub(r"\1l\2", _CANON.get(low, low))
    low = _YZE.sub(r"\1yz\2", low)
    return _IZE.sub(r"\1iz\2", low)


def hyphen_only(first: str, second: str) -> bool:
    """Whether `first-second` and `first second` are the same words: `third-party` yes, `non-exclusive` no."""
    return first.isalpha() and second.isalpha() and first.lower() not in UNHYPHENED and len(first) > 1


def joined_only(whole: str, first: str, second: str) -> bool:
    """Whether `whole` is `first` and `second` written as one word that means the same: `website`, not `maybe`."""
    return whole.lower() in JOINED and (first + second).lower() == whole.lower()


def capital_only(old: str, new: str, *, opening: bool) -> bool:
    """Whether a change of capitals alone says nothing. `opening`: the word opens a sentence, or stands in a heading.

    A first capital inside a sentence may make a defined term (service → Service), and all capitals an acronym
    (us → US) or an emphasis the law asks for: those stay material. `Github` → `GitHub` and `And` → `and` do not.
    """
    if old.lower() != new.lower():
        return False
    if old.lower() in FUNCTION_WORDS and not (old.isupper() or new.isupper()):
        return True
    if opening and old[1:] == new[1:]:
        return old.lower() not in ("us", "it", "may", "will", "march", "who")
    if old[0] != new[0] or old.islower() or new.islower():
        return False
    return not (old.isupper() or new.isupper()) and len(old) > 3


def article_only(old: str, new: str) -> bool:
    """Whether it is `a` for `an` or the other way round."""
    return {old.lower(), new.lower()} == {"a", "an"} and (old[0] == new[0])
