"""A query's text before it is parsed: its bounds, its tokens, and what is refused by its name.

The parser knows neither numbers with underscores nor durations that are computed: `plain` makes
them ones that it knows. `QueryPlaces` tells where the parts of a query begin. No tree is made here.
"""

import math
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, NoReturn

from course.errors import Problem, QueryError

LONGEST_TEXT = 10_000
MOST_TOKENS = 2_000
DEEPEST = 100
LONGEST_MS = 100 * 365 * 86_400_000  # a century: longer spans only overflow
REFUSED = "not evaluated here"


class NotEvaluatedError(QueryError):
    """A Prometheus would answer this query, and we do not."""


def query_error(what: str, place: str = "") -> QueryError:
    """Make the error of a query, with the line and column in its text where they are known."""
    return QueryError(Problem(place, what).within("query"))


def refuse(what: str, place: str = "") -> NoReturn:
    """Raise NotEvaluatedError for what a Prometheus would answer and we do not."""
    raise NotEvaluatedError(Problem(place, f"{what}: {REFUSED}").within("query"))


def explain(text: str) -> None:
    """Refuse by name what the parser does not know but newer versions of Prometheus do."""
    last = second = ""
    for token, place, _ in _tokens(text):
        if token in NEWER and (second, last) != ("by", "("):
            refuse(token, place)
        if last + token in ("</", ">/"):
            refuse(f"{last}/", place)
        second, last = last, token


NEWER = ("smoothed", "anchored", "fill", "fill_left", "fill_right")
TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|`[^`]*`|#[^\n]*|[A-Za-z_:][\w:]*'
    r"|0[xX]\w*|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?\w*|\s+|.",
    re.DOTALL,
)
IN_BRACKETS = re.compile(TOKEN.pattern.replace("_:][\\w:]", "_][\\w]"), re.DOTALL)  # no names
BYTE = re.compile(r"\\(?:\\|x[89a-fA-F][0-9a-fA-F]|[23][0-7][0-7])")
OPENING, CLOSING, SIGNS = ("(", "[", "{"), (")", "]", "}"), ("+", "-")
STRING = "\"'`"
OPERAND = re.compile(r"[\w)\]}\"'`]$")


def bounded(text: str) -> None:
    """Raise QueryError for a text that is too long or too deep, or that would be misread."""
    if len(text) > LONGEST_TEXT:
        raise query_error(f"expected at most {LONGEST_TEXT} characters, got {len(text)}")
    if "\0" in text:
        raise query_error("a NUL character")
    depth = unary = 0
    last = ""
    for n, (token, place, _) in enumerate(_tokens(text)):
        depth += (token in OPENING) - (token in CLOSING)
        unary = unary + 1 if token in SIGNS and not OPERAND.search(last) else 0
        if depth > DEEPEST or unary > DEEPEST:
            raise query_error(f"expected at most {DEEPEST} levels", place)
        if n >= MOST_TOKENS:
            raise query_error(f"expected at most {MOST_TOKENS} tokens", place)
        if token[0] in STRING[:2] and any(escape != "\\\\" for escape in BYTE.findall(token)):
            raise query_error(f"a byte escape in {token}: expected UTF-8 text", place)
        if token[0] in STRING and last in SIGNS:
            raise query_error("a sign before a string", place)
        if last == "@" and token in SIGNS[1:]:
            refuse("a time before 1970 after @", place)
        if token[0] in "0123456789." and math.isinf(_float(token)):
            raise query_error(f"{token} is too large a number", place)
        last = token


def _float(token: str) -> float:
    try:
        return float(token)
    except ValueError:
        return 0.0


class QueryToken(NamedTuple):
    """A token that counts: its text, its line and column, and the space and comments before it."""

    text: str
    place: str
    before: str = ""


def _tokens(text: str) -> Iterator[QueryToken]:
    line, begin, before, inside, at = 1, 0, "", False, 0
    while match := (IN_BRACKETS if inside else TOKEN).match(text, at):
        word, at = match[0], match.end()
        if word.isspace() or word.startswith("#"):
            before += word
        else:
            yield QueryToken(word, f"{line}:{match.start() - begin + 1}", before)
            before = ""
            inside = word == "[" or (inside and word != "]")
        if "\n" in word:
            line += word.count("\n")
            begin = match.start() + word.rfind("\n") + 1


def text_of(tokens: Iterable[QueryToken]) -> str:
    """Text of tokens, with what stood between them."""
    return "".join(token.before + token.text for token in tokens)


# What the parser does not know yet: numbers with underscores, durations that are computed

DIGITS = r"\d+(?:_\d+)*"
NUMBER = re.compile(
    rf"0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|(?:{DIGITS}\.?(?:{DIGITS})?|\.{DIGITS})(?:[eE][+-]?{DIGITS})?"
)
SPAN = re.compile(r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?")
SPAN_S = (365 * 86_400, 7 * 86_400, 86_400, 3600, 60, 1, 0.001)
POSITIVE = "duration must be greater than 0"
LEVELS = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "^": 3}  # unary signs bind as `*`
CALLS = ("step", "range", "min_of", "max_of", "min", "max")


def plain(text: str, spans: dict[str, float]) -> list[QueryToken]:
    """Tokens as the parser knows them: no underscores in numbers, and durations computed.

    `spans` has the seconds of `step` and `range`. Raises QueryError where a duration is wrong.
    """
    return list(_plain(list(_tokens(text)), spans))


def _plain(tokens: list[QueryToken], spans: dict[str, float]) -> Iterator[QueryToken]:
    n = 0
    while n < len(tokens):
        token = tokens[n]
        n += 1
        if NUMBER.fullmatch(token.text):
            token = token._replace(text=token.text.replace("_", ""))
        yield token
        reader = Durations(tokens, n, spans)
        if token.text == "[":
            yield reader.length()
            if reader.text == ":":
                yield reader.take()
                if reader.text != "]":
                    yield reader.length()
        elif token.text.lower() == "offset" and n > 1 and OPERAND.search(tokens[n - 2].text):
            yield from reader.shift()
        n = reader.at


class Durations:
    """Reads a duration from token `at` on, in seconds, as Prometheus' grammar has it."""

    def __init__(self, tokens: list[QueryToken], at: int, spans: dict[str, float]) -> None:
        self.tokens = tokens
        self.at = at
        self.spans = spans
        self.depth = 0

    @property
    def text(self) -> str:
        """The next token's text; nothing at the end."""
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> QueryToken:
        """Go on behind the next token."""
        if not self.text or (expected and self.text != expected):
            end = self.tokens[min(self.at, len(self.tokens) - 1)].place
            got = repr(self.text) if self.text else "the end"
            raise query_error(f"expected {expected or 'a duration'}, got {got}", end)
        self.at += 1
        return self.tokens[self.at - 1]

    def length(self) -> QueryToken:
        """A window or a step, as one token: above 0."""
        first = self.at
        seconds = self.value(1)
        if not seconds > 0:
            raise query_error(POSITIVE, self.tokens[first].place)
        return self._token(first, seconds)

    def shift(self) -> Iterator[QueryToken]:
        """What follows `offset`, as tokens: a sign and one operand; arithmetic is in brackets."""
        signed = self.text in SIGNS
        after = self.tokens[self.at + signed :][:1]
        name = after[0].text if after else ""
        if name != "(" and name.lower() not in CALLS and _seconds(name) is None:
            return  # the parser says what is wrong
        sign = self.take().text if signed else "+"
        first = self.at
        seconds = self.operand() * (-1 if sign == "-" else 1)
        token = self._token(first, abs(seconds))
        yield token._replace(text=f"-{token.text}" if seconds < 0 else token.text, before=" ")

    def _token(self, first: int, seconds: float) -> QueryToken:
        if not seconds * 1000 <= LONGEST_MS:
            what = "too large a duration: expected at most a hundred years"
            raise query_error(what, self.tokens[first].place)
        ms = int(seconds * 1000) if self.at - first > 1 else int(round(seconds * 1e9) / 1e6)
        whole, rest = divmod(ms, 1000)  # a large number of ms overflows the parser
        text = f"{whole}s" * (whole > 0) + f"{rest}ms" * (rest > 0)
        return self.tokens[first]._replace(text=text or repr(seconds))

    def value(self, level: int) -> float:
        """An expression of operators from `level` on."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise query_error(f"expected at most {DEEPEST} levels", self.take().place)
        left = self.unary()
        while LEVELS.get(self.text, 0) >= level:
            sign = self.take()
            deeper = LEVELS[sign.text] + (sign.text != "^")
            try:
                left = COMPUTED[sign.text](left, self.value(deeper))
            except ZeroDivisionError:
                what = "modulo" if sign.text == "%" else "division"
                raise query_error(f"{what} by zero", sign.place) from None
            except (OverflowError, ValueError):
                raise query_error("a duration that is no number", sign.place) from None
        self.depth -= 1
        return left

    def unary(self) -> float:
        """Signs bind looser than `^`, and may stand before any operand."""
        if self.text not in SIGNS:
            return self.operand()
        sign = -1 if self.take().text == "-" else 1
        return sign * self.value(LEVELS["^"])

    def operand(self) -> float:
        """A number of seconds, a duration, brackets, or a function."""
        token = self.take()
        name = token.text.lower()
        if name == "(":
            value = self.value(1)
        elif name in CALLS and self.text == "(":
            self.take("(")
            if name in self.spans:
                value = self.spans[name]
            else:
                first = self.value(1)
                self.take(",")
                value = (min if name.startswith("min") else max)(first, self.value(1))
        else:
            seconds = _seconds(token.text)
            if seconds is None:
                raise query_error(f"unexpected {token.text!r} in a duration", token.place)
            return seconds
        self.take(")")
        return value


COMPUTED = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "%": lambda a, b: a % b if a * b == 0 else math.fmod(a, b),
    "^": math.pow,
}


def _seconds(text: str) -> float | None:
    """Value of a number, or of a duration such as `1h30m`; None where it is neither."""
    if NUMBER.fullmatch(text):
        plain = text.replace("_", "")
        if re.fullmatch(r"0[0-7]+", plain):
            return float(int(plain, 8))
        return float(int(plain, 16)) if plain[:2].lower() == "0x" else float(plain)
    match = SPAN.fullmatch(text)
    if match is None or not text:
        return None
    return sum(int(n) * size for n, size in zip(match.groups(), SPAN_S, strict=True) if n)


# Places

LISTS = ("by", "without", "on", "ignoring", "group_left", "group_right")
WORDS = ("and", "or", "unless", "atan2", "bool", "offset", "inf", "nan", *LISTS)
NAME = re.compile(r"[A-Za-z_:][\w:]*")


class QueryPlaces:
    """Where functions, aggregations and selectors begin, in the order in which a tree has them.

    The parser does not tell. A name that is not the expected one ends the count: no place is
    better than a wrong one.
    """

    def __init__(self, tokens: list[QueryToken]) -> None:
        self._places = _beginnings(tokens)

    def next(self, *names: str) -> str:
        """Line and column of what has one of these names, the next in the text."""
        text, place = next(self._places, ("", ""))
        if text not in names and text.lower() not in names:
            self._places = iter(())
            return ""
        return place


def _beginnings(tokens: list[QueryToken]) -> Iterator[tuple[str, str]]:
    skipped = ""  # what ends a part without names
    last = QueryToken("", "")
    for n, token in enumerate(tokens):
        follows = tokens[n + 1].text if n + 1 < len(tokens) else ""
        word = token.text.lower()
        if skipped:
            skipped = "" if token.text == skipped else skipped
        elif token.text == "{":
            skipped = "}"
            if not NAME.fullmatch(last.text) or last.text.lower() in WORDS:
                yield "{", token.place
        elif token.text == "[":
            skipped = "]"
        elif (word in LISTS and follows == "(") or (last.text == "@" and NAME.fullmatch(word)):
            skipped = ")"
        elif NAME.fullmatch(token.text) and word not in WORDS:
            yield token.text, token.place
        last = token
