"""Is OLD → NEW only a misspelling mended? Asked of two words; everything refused counts as a change of meaning.

Rules that hold here (the strict pair rule):

- The old word is in no list, the new one is a common word, and they are one slip apart: two letters swapped, one
  doubled or left single, one wrong, missing or too many. Two slips only in a long word, never at its end.
- An ending gained or lost (licensor → licensee, logins → login) and a prefix gained or lost (unrevocable →
  revocable) change meaning, whether or not a list knows the word.
- No word that denies, allows, obliges or limits comes out of a mended misspelling of four letters or fewer.
- When another word is as good a reading of the misspelling, it is not for us to say which was meant.
- Names and abbreviations are not ours to correct: a capitalised or capital word needs far better evidence.

The word list (`core.wordlist`) takes 0.1 s to load: it is loaded once, when first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from policytui.core.wordlist import Counts, english


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LONGEST = 28
"""Letters: a longer word is never looked at (the work grows with the length)."""
COMMON = 50
"""The lowest count of a word that may be the right spelling."""
SURE = 5000
"""The lowest count when the word is capitalised in running text: names must not be mended."""
RIVAL = 10
"""How many times more frequent than any other reading the new word must be."""

PREFIXES = (
    "un", "non", "re", "de", "in", "ir", "im", "il", "dis", "mis", "anti", "pre", "post", "sub", "co", "bi", "semi",
    "over", "under", "geo", "ex", "inter", "intra", "self", "pseudo", "micro", "macro", "multi", "mono", "pro",
)  # fmt: skip
ENDINGS = ("s", "d", "r", "n", "y", "e", "es", "ed", "er", "or", "ee", "al", "ly", "ic", "able", "ing")
WEIGHTY = _words(
    "no not nor never none neither cannot without unless except until may might must shall should will would can could"
    " ought need any all each every both either some only solely always or but if than per"
)
"""Words that deny, allow, oblige or limit."""
SMALL = _words("to of the and you for in is on it at be by as we us our your this that with from are was")
"""Words of so little weight that a swap of two letters may give them."""
NUMBER_WORDS = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion first"
    " second third fourth fifth sixth seventh eighth ninth tenth half quarter once twice day days week weeks month"
    " months year years hour hours minute minutes"
)
TRADE = _words(
    "analytics analytical anonymise anonymize anonymised anonymized anonymisation anonymization api apis app apps"
    " arbitrable arbitrability arbitrator arbitrators authenticator backend backup backups bitcoin biometric biometrics"
    " blockchain blog blogs bot bots captcha chatbot chatbots clawback clickstream clickwrap codebase cookie cookies"
    " copyleft copyrightable counterclaim counterclaims counterparty cryptocurrency customisable customizable cyber"
    " cyberattack cybersecurity dataset datasets deanonymize deidentified deidentify deliverable deliverables"
    " demographics derogation disclaimer disclaimers disclosee discloser downtime ebook emoji encrypt encrypted"
    " encryption endpoint endpoints enforceability estoppel exculpatory filename filenames fintech firmware freemium"
    " frontend geofence geofencing geolocate geolocation geotag hashtag homepage hostname hyperlink hyperlinks"
    " identifiable indemnifiable indemnified indemnify indemnitee indemnitees indemnitor indemnity influencer infosec"
    " infringer injunctive insurer intranet inure irrevocable irrevocably keystroke keystrokes lessee lessor licensable"
    " licensee licensees licensor licensors liquidated localstorage login logins logon logout malware metadata"
    " microsite microtransactions misattribute misappropriate mortgagee mortgagor newsfeed nonassignable"
    " nonexclusive noninfringement nonprofit nonpublic nonrefundable nontransferable novate novation obligee obligor"
    " offboard offeree offeror onboard onboarding online opt outsource payee payees payer payers payor paywall"
    " personalise personalize personalisation personalization phishing pixel pixels plaintext plugin plugins podcast"
    " podcasts popup prepaid prepay preauthorised preauthorized processor processors promisee promisor pseudonymise"
    " pseudonymize pseudonymised pseudonymized pseudonymisation pseudonymization pseudonymous ransomware recital"
    " recitals redirect redirects refundable rescission revocable reidentified reidentify reverse screenshot"
    " screenshots severability severable signup signups smartphone smartphones spam spyware startup startups"
    " subcontractor subcontractors subdomain subdomains sublicensable sublicense sublicensee sublicensees sublicensor"
    " sublicence subpoena subpoenas subprocessor subprocessors subscriber subsidiary surety telemetry telematics"
    " templated timestamp timestamps tokenise tokenize tokenised tokenized toolkit tort tortious tortfeasor"
    " transferable transferee transferees transferor transferors trustee trustees trustor unanonymized uncured"
    " unencrypted unenforceable unidentifiable uninstall unlicensed unredacted unrevocable unsubscribe unsubscribed"
    " uptime url urls usable username usernames vendee vendor vendors vesting videoconference waivable waiver wallet"
    " warrantee warrantor webhook webhooks webinar webinars webpage webpages webmaster whistleblower whitelist wifi"
    " workflow workflows workspace workspaces"
)
"""Words of our trade that the general list does not know, or rarely: right as they stand."""


class Speller:
    """Knows how often a word is used, and so which words exist. `words` are the house's own, right as they stand."""

    def __init__(self, counts: Counts, words: Iterable[str] = ()) -> None:
        self._counts = counts
        self._own = frozenset(word.lower() for word in words)

    def with_words(self, words: Iterable[str]) -> Speller:
        """The same list with more words of the house."""
        return Speller(self._counts, (*self._own, *words)) if words else self

    def frequency(self, word: str) -> int:
        """How often the word is used (0: no word we know). Case does not count."""
        low = word.lower()
        count = self._counts.get(low, 0)
        return max(count, COMMON) if low in self._own or low in TRADE else count

    def known(self, word: str) -> bool:
        """Whether the word is one, as it stands or without a possessive ending."""
        low = word.lower()
        return self.frequency(low) > 0 or (low.endswith("'s") and self.frequency(low[:-2]) > 0)

    def mends(self, old: str, new: str, *, opening: bool = False) -> bool:
        """Whether `new` is the misspelling `old` mended. `opening`: they open a sentence or stand in a heading."""
        if old.endswith("'s") and new.endswith("'s"):
            old, new = old[:-2], new[:-2]
        if not _shape(old, new):
            return False
        low, right = old.lower(), new.lower()
        if self.known(low) or self.frequency(right) < COMMON or right in NUMBER_WORDS:
            return False
        slip = slip_of(low, right)
        if slip == "none":
            return False
        if len(low) < 4 or len(right) < 4:
            return (
                slip == "swap"
                and right in SMALL
                and (old.islower() or (opening and not old.isupper()))
                and not self._weighty_reading(low)
            )
        if slip == "two" and (len(low) < 9 or low[:2] != right[:2] or low[-2:] != right[-2:]):
            return False
        if _affix_changed(low, right) or (low[0] != right[0] and slip != "swap"):
            return False
        if right in WEIGHTY and (len(right) < 5 or slip == "two"):
            return False
        if not old.islower() and not self._surely_a_word(old, right, slip, opening):
            return False
        return self.frequency(right) >= RIVAL * self._best_rival(low, right, slip)

    def splits(self, old: str, first: str, second: str) -> bool:
        """Whether `old` is the two words run together: `minordependent` → `minor dependent`."""
        if old.endswith("'s") and second.endswith("'s"):
            old, second = old[:-2], second[:-2]
        low = old.lower()
        if low != (first + second).lower() or self.known(low) or not (first.isalpha() and second.isalpha()):
            return False
        if {first.lower(), second.lower()} & (WEIGHTY | NUMBER_WORDS) or len(low) > LONGEST:
            return False
        if first.lower() in PREFIXES or min(len(first), len(second)) < 3 or not old.islower():
            return False
        return self.frequency(first) >= COMMON and self.frequency(second) >= COMMON

    def _surely_a_word(self, old: str, right: str, slip: str, opening: bool) -> bool:
        if old.isupper():
            return len(old) >= 6 and slip != "two" and self.frequency(right) >= SURE
        if opening:
            return len(old) >= 6 and slip != "two" and self.frequency(right) >= SURE // 5
        return len(old) >= 8 and slip == "swap" and self.frequency(right) >= SURE

    def _weighty_reading(self, low: str) -> bool:
        """Whether some small slip would make a weighty word of it: `ro` may be `or`."""
        return any(len(word) <= 4 and slip_of(low, word) == "swap" for word in WEIGHTY)

    def _best_rival(self, low: str, right: str, slip: str) -> int:
        """The count of the most frequent other reading as near. A swap or a doubling is nearer than the rest."""
        if slip == "two":
            return 0
        near = _swaps(low) if slip == "swap" else _doublings(low) if slip == "double" else _edits(low)
        return max((self._counts.get(word, 0) for word in near if word not in (right, low)), default=0)


@lru_cache(maxsize=1)
def load_speller() -> Speller:
    """The speller with the English list. The first call takes about 0.1 s: keep it off the event loop."""
    return Speller(english())


def slip_of(low: str, right: str) -> str:
    """Which slip leads from one word to the other: "swap", "double", "one", "two" or "none" (more, or the same)."""
    if low == right or abs(len(low) - len(right)) > 2 or max(len(low), len(right)) > LONGEST:
        return "none"
    if len(low) == len(right) and right in _swaps(low):
        return "swap"
    if abs(len(low) - len(right)) == 1 and right in _doublings(low):
        return "double"
    return {1: "one", 2: "two"}.get(distance(low, right), "none")


def distance(left: str, right: str) -> int:
    """Letters to change, add, drop or swap with their neighbour: the optimal string alignment distance."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _shape(old: str, new: str) -> bool:
    """Plain ASCII letters in the same case pattern on both sides, no longer than we look at."""
    if not (old.isascii() and new.isascii() and old.isalpha() and new.isalpha()):
        return False
    if max(len(old), len(new)) > LONGEST:
        return False
    return (
        (old.islower() and new.islower())
        or (len(old) > 1 and len(new) > 1 and old.isupper() and new.isupper())
        or (old[0].isupper() and new[0].isupper() and old[1:].islower() and new[1:].islower())
    )


def _affix_changed(low: str, right: str) -> bool:
    if low.endswith(right) or right.endswith(low):
        return True
    apart = [prefix for prefix in PREFIXES if low.startswith(prefix) != right.startswith(prefix)]
    if any(_stands_apart(low, right, prefix) for prefix in apart):
        return True
    if low.startswith(right) and low[len(right) :] in ENDINGS:
        return True
    if right.startswith(low) and right[len(low) :] in ("s", "es") and right[-2] != right[-1]:
        return True
    stem = 0
    while stem < min(len(low), len(right)) and low[stem] == right[stem]:
        stem += 1
    return stem >= 4 and low[stem:] in ENDINGS and right[stem:] in ENDINGS


def _stands_apart(low: str, right: str, prefix: str) -> bool:
    """Whether the prefix is added to, or taken from, the front of the other word, give or take a slip."""
    longer, shorter = (low, right) if low.startswith(prefix) else (right, low)
    return len(longer) - len(prefix) >= 4 and distance(longer[len(prefix) :], shorter) <= 1


def _swaps(word: str) -> set[str]:
    return {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}


def _doublings(word: str) -> set[str]:
    """The word with one letter doubled, or one of a double left out."""
    doubled = {word[: i + 1] + word[i:] for i in range(len(word))}
    return doubled | {word[:i] + word[i + 1 :] for i in range(1, len(word)) if word[i] == word[i - 1]}


def _edits(word: str) -> set[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    found = {head + tail[1:] for head, tail in cuts if tail}
    found |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in letters}
    found |= {head + letter + tail for head, tail in cuts for letter in letters}
    return found | _swaps(word)
