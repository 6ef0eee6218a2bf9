"""External links of the material: what it says beside each, and where that was verified.

    [[sources]]
    url = "https://…"            # as the notebook has it
    title = "Huang et al., Metastable failures in the wild, OSDI 2022"
    licence = "proceedings, open access"
    opened = 2026-11-30
    verified = "abstract and table 2: 22 failures, 11 organisations, 4 of 15"
    via = "https://…"            # optional: the address at which it was read, where that is another

One file for each module, docs/teaching/<module>/sources.toml. Nothing is fetched here.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Final

from nbformat import NotebookNode
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from course.errors import Problem, ProgramError, validation_problems
from course.files import read_plain

SOURCES_FILE: Final = "sources.toml"
MOST_BYTES: Final = 1 << 20
_LINK: Final = re.compile(
    r"\[([^\]]*)\]\((https?://(?:[^()\s]|\([^()\s]*\))+)\)"
    r"|(https?://[^\s<>()\[\]\"'`]*[^\s<>()\[\]\"'`.,;:])"
)
_FENCE: Final = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z*\"'(`\[])|\n\s*\n|\n(?=[-*|] )")
_FIGURE: Final = re.compile(
    r"(?<![\w./-])\d+(?:[.,]\d+)*(?: ?(?:%|million|billion|times|ms|s|GB|MB|kB)(?!\w))?"
)
_LOOPBACK: Final = re.compile(r"https?://(localhost|127\.|[\w.-]*\.?example(\.|/|$))")
Words = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]
Address = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=500)]


class CitedSource(BaseModel):
    """A source as its file has it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    url: Address
    title: Words
    licence: Words
    opened: date
    verified: Words
    via: Address | None = None


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A link as it stands in a notebook.

    Attributes
    ----------
    place : str
        Notebook and cell, such as `source/101-…/03-….ipynb: cell s2-idea`.
    url : str
        The link.
    sentence : str
        The sentence that it stands in, without markup.
    figures : tuple of str
        The numbers in that sentence.
    """

    place: str
    url: str
    sentence: str
    figures: tuple[str, ...]


def references(notebook: NotebookNode, place: str) -> Iterator[Reference]:
    """Walk the external links of a notebook's texts, in their order.

    Addresses of this machine and of the reserved domain `example` are none.
    """
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        for sentence in _SENTENCE_END.split(_FENCE.sub("", cell.source)):
            plain = " ".join(_LINK.sub(lambda m: m[1] or "", sentence).split())
            for match in _LINK.finditer(sentence):
                url = match[2] or match[3]
                if not _LOOPBACK.match(url):
                    figures = tuple(dict.fromkeys(_FIGURE.findall(plain)))
                    at = f"{place}: cell {cell.get('id')}"
                    yield Reference(place=at, url=url, sentence=plain, figures=figures)


def read_sources(path: Path, shown_as: str = "") -> dict[str, CitedSource]:
    """Read a module's file by address; a module without one has none.

    Raises ProgramError with every problem: the file, the source by its number, the field.
    """
    place = shown_as or path.name
    try:
        data = tomllib.loads(read_plain(path, MOST_BYTES).decode("utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ProgramError(Problem(place, f"cannot be read: {error.strerror}")) from error
    except ValueError as error:
        raise ProgramError(Problem(place, str(error))) from error
    rows = data.get("sources")
    if set(data) != {"sources"} or not isinstance(rows, list):
        raise ProgramError(Problem(place, "expected tables [[sources]] and nothing beside them"))
    sources: dict[str, CitedSource] = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        where = f"{place}: source {number}"
        try:
            source = CitedSource.model_validate(row)
        except ValidationError as error:
            problems += (p.within(where) for p in validation_problems(error))
            continue
        if source.url in sources:
            problems.append(Problem(where, f"a second row for {source.url}"))
        sources[source.url] = source
    if problems:
        raise ProgramError(problems)
    return sources


def source_findings(
    found: Iterable[Reference], sources: Mapping[str, CitedSource], place: str
) -> Iterator[Problem]:
    """Say which links nobody has opened, and which rows no notebook links to."""
    linked = set()
    for reference in found:
        linked.add(reference.url)
        if reference.url not in sources:
            what = f"{reference.url}: nobody has noted that it was opened ({place})"
            yield Problem(reference.place, what)
    for url in sources:
        if url not in linked:
            yield Problem(place, f"{url}: no notebook links to it")
