"""A block's published words, read out of its inline Markdown: what the rules of the verdict look at.

Rules that hold here:

- Markup that changes no word is taken off: emphasis, code ticks, links, line breaks, harmless HTML tags. What
  changes the meaning of the words it encloses stays as a token: strike-through, sub- and superscript, images.
- Quotes, dashes and ellipses are brought to one form; white space between tokens does not count.
- A link keeps its target and the tokens it covers, so that a target can be judged apart from its words.
- Nothing is dropped unseen: a mark that pairs with nothing (a lone `*`, say) is a token.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*)?)/?>")
_AUTOLINK = re.compile(r"<((?:https?|mailto|tel):[^\s<>]+|[\w.+-]+@[\w.-]+)>")
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|!?\[[^\[\]]*\](?:\([^()\s]*\))?)*)\]"
    r"(?:\(\s*(?P<target><[^<>]*>|(?:[^()\s]|\([^()]*\))*(?:[ ][^()\"']*?)?)"
    r"(?:\s+(?:\"(?P<title>[^\"]*)\"|'(?P<other>[^']*)'))?\s*\))"
)
_HREF = re.compile(r"""(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_ALT = re.compile(r"""alt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_TAGS = (
    "a abbr address article b big blockquote br center cite code dd div dl dt em figcaption figure font footer h1 h2 h3"
    " h4 h5 h6 header hr i kbd li mark nav p pre samp section small span strong table tbody td th thead tr tt u"
    " var wbr"
)
_PLAIN_TAGS = frozenset(_TAGS.split())
_ATTRIBUTE = re.compile(r"""([^\s"'=/]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']+))?""")
_ATTRIBUTES = "href src alt id name rel target lang width height align valign border cellpadding cellspacing"
_PLAIN_ATTRIBUTES = frozenset(_ATTRIBUTES.split())
"""Those that neither hide what a tag encloses nor say something of their own, as `style`, `hidden` and `title` do."""
_STRUCK_TAGS = frozenset(("del", "s", "strike"))

# Private-use characters stand for what must survive until the text is cut into tokens.
_OPEN, _CLOSE, _IMAGE, _STRIKE, _UP, _DOWN = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
_BAR = "\ue006"
_LITERAL = {ord(char): chr(0xE010 + n) for n, char in enumerate("*_~<[]&")}
"""Characters of code, or after a backslash, that would be markup if they stood there plainly."""
_OPENERS = "([{\"'" + _OPEN + _LITERAL[ord("[")]
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,32});")
_OURS = re.compile("[\ue000-\ue0ff\ufdd0\U000f0000-\U000fffff]")

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″〝〞", '"'),
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("‐‑‒−", "-"),
        "―": "—",
        "…": "...",
    }
)
_DASHES = re.compile(r"(?<=\s)[-–](?=\s)|(?<=[^\W\d_])–(?=[^\W\d_])|-{2,3}|—")
_SUCH_AS = re.compile(r"\b(?!(?-i:IE))(e\.? ?g|i\.? ?e)(?:\.(?!\w)|(?=[\s,]))(?:\s*,)?", re.IGNORECASE)
_INITIALS = re.compile(r"\b(U\.S\.A|U\.S|U\.K|E\.U)\b\.?(?=[\s,;)'\"-]|\Z)")
_LEGAL_FORM = re.compile(
    r",(?=\s+(?:llc|llp|ltd|inc|corp|gmbh|plc|b\.v|s\.a|l\.l\.c)\b"
    r"|\s+(?-i:Limited|Incorporated)\b(?!\s+(?-i:[A-Z])))",
    re.IGNORECASE,
)
_FORM_STOP = re.compile(r"\b(LLC|LLP|Ltd|Inc|Corp|Co)\.(?=[\s,;)'\"]|\Z)")
# Bounded and possessive throughout: a hostile text must not make the search quadratic.
_TOKEN = re.compile(
    r"(?P<address>(?:https?://|www\.)[^\s\ue000-\ue0ff<>\"]*[^\s\ue000-\ue0ff<>\".,;:!?)'\]]"
    r"|[\w.+-]{1,64}+(?:@|\(at\))[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<number>[^\W\d]{0,64}+\d(?:[\w]|[.,:/](?=\d))*)"
    r"|(?P<host>(?:[^\W_]{1,63}+\.){1,8}[a-z]{2,}(?![\w]))"
    r"|(?P<word>(?:[^\W\d_]|[\u0300-\u036f])+(?:'(?:[^\W\d_])+)*)"
    r"|(?P<mark>\.{2,}|\S)"
)


_SHORTENED = (
    "approx art arts cf cl co corp dept dr est etc fig figs inc incl jr ltd max min mr mrs ms no nos para paras prof"
    " resp sec sect sr st tel vol vs"
)
SHORTENED = frozenset(_SHORTENED.split())
"""Words with a stop after which a sentence goes on (so does one after a single letter: e.g., a.m.)."""
_NO_END = "".join(rf"(?<!\b{word}\.)" for word in sorted(SHORTENED) if len(word) > 2)
_SENTENCE_END = re.compile(rf"[a-z]{{3}}[.!?](?i:{_NO_END}) ")
_MARKUP = re.compile(r"[^\w\s.,;:!?()'’-]|_")


class Token(NamedTuple):
    """A word, number, address or mark. `text` is as written (typography aside), `tight` says no space before it."""

    kind: str
    text: str
    tight: bool


class Link(NamedTuple):
    """A link or image: where it leads and the tokens it covers, from `first` to before `last`."""

    target: str
    image: bool
    first: int
    last: int


class Reading(NamedTuple):
    """What a block says: its tokens and its links, in order."""

    tokens: tuple[Token, ...]
    links: tuple[Link, ...]

    def words(self, first: int, last: int) -> str:
        """The words of some tokens, lower case, joined by single spaces."""
        return " ".join(token.text.lower() for token in self.tokens[first:last])


def read(text: str) -> Reading:
    """The tokens and links of one block of Markdown, white space folded."""
    targets: list[tuple[str, bool]] = []
    plain = _strip(_without_ours(unicodedata.normalize("NFC", text)), targets)
    return _cut(_typography(plain), targets)


def apart(before: str, after: str) -> tuple[str, str]:
    """The two texts without the whole plain sentences that both begin with, and both end with: less to read.

    Only sentences with no markup are left out, so that what stays reads as it did; a sentence ends with a word of
    three small letters and a stop, so that no abbreviation is taken for an end. At least the last stop stays.
    """
    head = _common(before, after)
    start = max((m.end() for m in _SENTENCE_END.finditer(before, 0, head)), default=0)
    markup = _MARKUP.search(before, 0, start)
    if markup:
        start = max((m.end() for m in _SENTENCE_END.finditer(before, 0, markup.start())), default=0)
    before, after = before[start:], after[start:]
    tail = _common(before[::-1], after[::-1])
    last = max((m.end() for m in _MARKUP.finditer(before, len(before) - tail)), default=len(before) - tail)
    cut = _SENTENCE_END.search(before, last)
    if cut is None:
        return before, after
    return before[: cut.end() - 1], after[: len(after) - (len(before) - cut.end()) - 1]


def _common(left: str, right: str) -> int:
    """How many characters two texts begin with in common."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _without_ours(text: str) -> str:
    """The text with its own private-use characters spelled out: none may be taken for a mark of ours."""
    return text if text.isascii() else _OURS.sub(lambda m: f"\ufdd0{ord(m[0]):x}\ufdd0", text)


def _typography(text: str) -> str:
    text = _DASHES.sub(" — ", text.translate(_TYPOGRAPHY)).replace("–", "-")
    if "." in text or "," in text:
        text = _SUCH_AS.sub(lambda m: m[1][0].lower() + "." + m[1][-1].lower() + ". ", text)
        text = _INITIALS.sub(lambda m: m[1].replace(".", ""), text)
        text = _LEGAL_FORM.sub("", text)
        text = _FORM_STOP.sub(r"\1", text)
    return text


def _strip(text: str, targets: list[tuple[str, bool]]) -> str:
    """The text with its markup taken off or turned into the private marks; links are noted in `targets`."""
    if "`" in text:
        text = _CODE.sub(lambda m: m[2].translate(_LITERAL).strip(), text)
    if "\\" in text:
        text = _ESCAPED.sub(lambda m: _BAR if m[1] == "|" else m[1].translate(_LITERAL), text)
    if "<" in text:
        text = _AUTOLINK.sub(r" \1 ", text)
        text = _TAG.sub(lambda m: _tag(m, targets), text)
    while "](" in text:
        changed = _LINK.sub(lambda m: _link(m, targets), text)
        if changed == text:
            break
        text = changed
    text = text.replace("~~", f" {_STRIKE} ")
    if "*" in text:
        text = _unmark(text, "*")
    if "_" in text:
        text = _unmark(text, "_")
    if "&" in text:
        text = _ENTITY.sub(lambda m: _without_ours(html.unescape(m[0])), text)
    return text


def _number(targets: Sequence[object]) -> str:
    """The mark of the newest target. Past 65,534 links of one block all have the last mark."""
    return chr(0xF0000 + min(len(targets) - 1, 0xFFFD))


def _link(match: re.Match[str], targets: list[tuple[str, bool]]) -> str:
    targets.append((match["target"].strip("<>").strip(), bool(match["image"])))
    number = _number(targets)
    mark = f" {_IMAGE} " if match["image"] else ""
    title = match["title"] or match["other"]
    return f"{_OPEN}{number}{mark}{match['text']}{_CLOSE}" + (f' "{title}"' if title else "")


def _tag(match: re.Match[str], targets: list[tuple[str, bool]]) -> str:
    closing, name, rest = match[1], match[2].lower(), match[3]
    attributes = {part.lower() for part in _ATTRIBUTE.findall(rest)} - _PLAIN_ATTRIBUTES
    if attributes and not (name == "a" and attributes == {"class"}):
        return match[0]
    if name in _STRUCK_TAGS:
        return f" {_STRIKE} "
    if name in ("sup", "sub"):
        return f" {_UP if name == 'sup' else _DOWN} "
    found = _HREF.search(rest)
    target = next((part for part in found.groups() if part is not None), "") if found else ""
    if name == "img":
        alt = _ALT.search(rest)
        targets.append((target, True))
        words = (alt[1] or alt[2] or "") if alt else ""
        return f"{_OPEN}{_number(targets)} {_IMAGE} {words}{_CLOSE}"
    if name == "a":
        if closing:
            return _CLOSE
        targets.append((target, False))
        return f"{_OPEN}{_number(targets)}"
    if name in ("td", "th") and not closing:
        return " | "
    if name in _PLAIN_TAGS:
        return " " if name in ("br", "p", "div", "li", "td", "tr", "hr") else ""
    return match[0]


def _unmark(text: str, mark: str) -> str:
    """The text without the runs of `mark` that open or close emphasis; a run that pairs with nothing stays."""
    pieces = re.split(rf"({re.escape(mark)}+)", text)
    open_runs: list[int] = []
    for index in range(1, len(pieces), 2):
        before, after = pieces[index - 1][-1:], pieces[index + 1][:1]
        if mark == "_" and before.isalnum() and after.isalnum():
            continue
        closes, opens = bool(before) and not before.isspace(), bool(after) and not after.isspace()
        if closes and not (opens and before in _OPENERS):
            while open_runs and pieces[index]:
                taken = min(len(pieces[open_runs[-1]]), len(pieces[index]))
                pieces[index] = pieces[index][taken:]
                pieces[open_runs[-1]] = pieces[open_runs[-1]][taken:]
                if not pieces[open_runs[-1]]:
                    open_runs.pop()
        if pieces[index] and opens:
            open_runs.append(index)
    return "".join(pieces)


def _cut(text: str, targets: list[tuple[str, bool]]) -> Reading:
    tokens: list[Token] = []
    links: list[Link] = []
    open_links: list[tuple[int, int]] = []
    end, space = 0, False
    add, new = tokens.append, tuple.__new__
    for match in _TOKEN.finditer(text):
        char = match[0]
        start, stop = match.span()
        space = space or start != end
        end = stop
        if match.lastgroup == "word":
            # most of what there is, and nothing in it to look at
            add(new(Token, ("word", char, not space and bool(tokens))))
            space = False
            continue
        if char == _OPEN:
            continue
        if len(char) == 1 and "\U000f0000" <= char <= "\U000ffffd":
            open_links.append((ord(char) - 0xF0000, len(tokens)))
        elif char == _CLOSE:
            if open_links:
                number, first = open_links.pop()
                links.append(Link(*targets[number], first, len(tokens)))
        else:
            tokens.append(_token(match, tight=bool(tokens) and not space))
            space = False
    return Reading(tuple(tokens), tuple(sorted(links, key=lambda link: (link.first, link.last))))


_SHOWN = {
    **{ord(private): chr(char) for char, private in _LITERAL.items()},
    **str.maketrans({_BAR: "\\|", _IMAGE: "<image>", _STRIKE: "~~", _UP: "^", _DOWN: "~"}),
}


def _token(match: re.Match[str], *, tight: bool) -> Token:
    kind = match.lastgroup or "mark"
    return Token("address" if kind == "host" else kind, match[0].translate(_SHOWN), tight)
