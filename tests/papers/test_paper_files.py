"""paper.json as a stranger's file, and the register: the same papers whatever happens meanwhile."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from course.errors import CredentialError, GradingError
from course.papers.drawing import draw
from course.papers.paper_files import (
    PaperRegister,
    answers_id,
    asked,
    open_register,
    read_register,
)
from tests.papers.examined import known_secret, stock

ASSIGNMENT = "level-1-theory"


def begun(root: Path, secret: int = 0, *, form: int = 1) -> PaperRegister:
    register = open_register(root, ASSIGNMENT, known_secret(secret))
    register.take_form(form, stock())
    return register


def test_a_paper_reads_back() -> None:
    """What the widget shows is what was drawn; the answers' name follows from the paper's."""
    paper = draw(known_secret(), stock(), "learner-01", 1)
    read = asked(paper.content())
    assert [(i.id, i.prompt, i.options) for i in read.items] == [
        (i.id, i.prompt, i.options) for i in paper.items
    ]
    assert (read.learner, read.form, read.variant, read.seed, read.answers_id) == (
        "learner-01",
        1,
        paper.variant,
        paper.seed,
        answers_id(paper.digest),
    )


def changed(key: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda data: data.__setitem__(key, value)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (changed("format", 2), "format: "),
        (changed("format", True), "format: "),
        (changed("paper", "../../x"), "paper: "),
        (changed("paper", "ABC" * 10), "paper: "),
        (changed("form", 0), "form: "),
        (changed("form", "1"), "form: "),
        (changed("seed", -1), "seed: "),
        (changed("key", "a"), "key: "),
        (changed("items", "x"), "items: "),
        (lambda data: data["items"][0].update(id="../q"), "items[0].id: "),
        (lambda data: data["items"][0].update(right="a"), "items[0].right: "),
        (lambda data: data["items"][0].update(kind="code"), "items[0].kind: "),
        (lambda data: data.pop("learner"), "learner: "),
    ],
)
def test_what_is_no_paper_is_said(
    change: Callable[[dict[str, Any]], object], expected: str
) -> None:
    """The field and what is wrong with it; a digest that would name another file is none."""
    data = draw(known_secret(), stock(), "learner-01", 1).public()
    change(data)
    with pytest.raises(ValueError, match=f"^{re.escape(expected)}"):
        asked(json.dumps(data).encode())


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"null", b'{"format": 1, "format": 1}', b"\xff", b"NaN"]
)
def test_what_is_no_json_is_no_paper(raw: bytes) -> None:
    """Also a key twice, and numbers that JSON has not."""
    with pytest.raises(ValueError, match=r"\S"):
        asked(raw)


def test_the_register_gives_the_same_papers_again(tmp_path: Path) -> None:
    """Also where the bank has changed since: a form keeps what it was begun with."""
    register = begun(tmp_path)
    first = register.add("learner-01", 1)
    register.keep()
    later = open_register(tmp_path, ASSIGNMENT, known_secret())
    later.take_form(1, stock(9))
    again = later.add("learner-01", 1)
    late = later.add("learner-02", 1)
    assert (
        again
        == first
        == read_register(tmp_path, ASSIGNMENT, known_secret()).papers("learner-01")[0]
    )  # type: ignore[union-attr]
    assert late == draw(known_secret(), stock(), "learner-02", 1)


def test_a_form_follows_and_never_goes_back(tmp_path: Path) -> None:
    """The second has other items; the first can still be drawn; a first after it is refused."""
    register = begun(tmp_path)
    first = register.add("learner-01", 1)
    register.take_form(2, stock())
    second = register.add("learner-01", 2)
    register.keep()
    read = read_register(tmp_path, ASSIGNMENT, known_secret())
    assert read is not None
    assert read.papers("learner-01") == [first, second]
    assert {i.bank_id for i in first.items} & {i.bank_id for i in second.items} == set()
    assert (read.owner(first.digest), read.owner("0" * 32)) == (("learner-01", 1), None)
    assert (read.until("learner-01", 1) is None, read.until("learner-01", 2)) == (False, None)
    with pytest.raises(GradingError, match="learner-01 has form 2 already"):
        read.add("learner-01", 1)


def test_a_lost_secret_says_what_was_drawn_with_which(tmp_path: Path) -> None:
    """Forms, how many learners, and both digests."""
    register = begun(tmp_path)
    register.add("learner-01", 1)
    register.keep()
    other = read_register(tmp_path, ASSIGNMENT, known_secret(1))
    assert other is not None
    with pytest.raises(CredentialError) as caught:
        other.papers("learner-01")
    assert str(caught.value).startswith(
        f"level-1-theory: form 1 was drawn for 1 learner with the secret {known_secret().digest}; "
        f"the one here is {known_secret(1).digest}."
    )


def test_what_is_damaged_is_said(tmp_path: Path) -> None:
    """A register that is no JSON, a stock that was changed or is gone, a paper's name changed."""
    register = begun(tmp_path)
    paper = register.add("learner-01", 1)
    register.keep()
    drawn = register.folder / "drawn.json"
    (kept,) = register.folder.glob("stock-*.json")
    whole, content = drawn.read_text(), kept.read_bytes()

    def drawn_again() -> None:
        found = read_register(tmp_path, ASSIGNMENT, known_secret())
        assert found is not None
        found.papers("learner-01")

    def said() -> str:
        with pytest.raises(GradingError) as caught:
            drawn_again()
        return str(caught.value)

    drawn.write_text(whole[:40])
    assert said().startswith("level-1-theory: drawn.json: ")
    drawn.write_text(whole.replace(paper.digest, "0" * 32))
    assert said().endswith("the paper of learner-01, form 1, cannot be drawn again as it was")
    drawn.write_text(whole)
    kept.write_bytes(content + b" ")
    assert "its digest is another" in said()
    kept.unlink()
    assert said().endswith("put the file back from the course's backup")


def test_the_register_is_for_its_owner_only(tmp_path: Path) -> None:
    """Folders 0700, files 0600: the stock holds the keys."""
    begun(tmp_path).keep()
    modes = {p.name[:5]: p.stat().st_mode & 0o777 for p in (tmp_path / "papers").rglob("*")}
    assert modes == {"level": 0o700, "stock": 0o600, "drawn": 0o600}
    assert (tmp_path / "papers").stat().st_mode & 0o777 == 0o700
