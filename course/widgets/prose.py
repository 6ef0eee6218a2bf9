"""Words of widgets: `code` in backticks, paragraphs, and pages of blocks as text or HTML.

The fallback of every widget is made here, for GitHub, nbconvert and terminals. Authors' and
learners' words are escaped; there is no markup but backticks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

Spans: TypeAlias = list[list[tuple[str, str]]]  # paragraphs of ("text" | "code", words)

_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Words; `strong` for a heading or a result."""

    words: str
    strong: bool = False


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Items with their own labels, such as the letters of options."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Code:
    """Lines of code as they are."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Folded:
    """Blocks that a reader opens by choice; text shows only that they are there."""

    summary: str
    blocks: tuple["Block", ...]


Block: TypeAlias = Paragraph | Listing | Code | Folded


def spans(words: str) -> Spans:
    """Split words into paragraphs of text and code, as the page shows them."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", words.strip())]
    return [list(_spans(part)) for part in paragraphs if part]


def _spans(line: str) -> Iterator[tuple[str, str]]:
    for place, part in enumerate(_CODE.split(line)):
        if part:
            yield ("code" if place % 2 else "text", part)


def as_html(blocks: Sequence[Block]) -> str:
    """Write blocks as HTML that the strictest cleaner lets through."""
    return "".join(_html(block) for block in blocks)


def as_text(blocks: Sequence[Block]) -> str:
    """Write blocks as plain text."""
    return "\n\n".join(text for block in blocks if (text := _text(block)))


def _html(block: Block) -> str:
    match block:
        case Paragraph(words=words, strong=strong):
            inner = "</p><p>".join(
                f"<strong>{line}</strong>" if strong else line for line in _inline(words)
            )
            return f"<p>{inner}</p>"
        case Listing(items=items):
            lines = (
                f"<li>{escape(label)}: {'<br>'.join(_inline(words))}</li>" for label, words in items
            )
            return f"<ul>{''.join(lines)}</ul>"
        case Code(text=text):
            return f"<pre><code>{escape(text)}</code></pre>"
        case Folded(summary=summary, blocks=blocks):
            return f"<details><summary>{escape(summary)}</summary>{as_html(blocks)}</details>"


def _inline(words: str) -> list[str]:
    return [
        "".join(
            f"<code>{escape(part)}</code>" if kind == "code" else escape(part)
            for kind, part in paragraph
        )
        for paragraph in spans(words)
    ] or [""]


def _text(block: Block) -> str:
    match block:
        case Paragraph(words=words):
            return "\n\n".join(" ".join(p.split()) for p in re.split(r"\n\s*\n", words.strip()))
        case Listing(items=items):
            return "\n".join(f"  {label}: {' '.join(words.split())}" for label, words in items)
        case Code(text=text):
            return "\n".join(f"    {line}" for line in text.splitlines())
        case Folded(summary=summary):
            return f"[{summary}: open this notebook in JupyterLab]"
