"""The depot and its lockers break as the notebooks tell, and pieces are read as a reader would."""

import pytest

from course.lessons import depot as lesson


def test_a_typed_name_may_read_any_table_of_the_depot() -> None:
    """One query put together by hand is enough for the code of the back room."""
    depot = lesson.Depot(3)
    attack = "x' UNION SELECT door, code FROM codes --"
    got = depot.run(f"SELECT number, note FROM parcels WHERE owner = '{attack}'")
    assert got == [("back room", depot.code)]


def test_a_depot_keeps_the_text_of_its_queries_and_no_values() -> None:
    """Lessons compare the texts, so values must not be among them."""
    depot = lesson.Depot(3)
    depot.run("SELECT number FROM parcels WHERE owner = ?", ["dora"])
    depot.run("SELECT number FROM parcels WHERE owner = :who", {"who": "dora"})
    assert depot.queries == [
        "SELECT number FROM parcels WHERE owner = ?",
        "SELECT number FROM parcels WHERE owner = :who",
    ]


def test_codes_depend_on_the_seed_and_differ_between_depot_and_lockers() -> None:
    """A code that was copied from one place opens no other."""
    codes = [lesson.Depot(n).code for n in (1, 1, 2)]
    codes += [lesson.Station(n).code_of_the_day for n in (1, 1, 2)]
    assert (codes[0], codes[3], len(set(codes))) == (codes[1], codes[4], 4)


def test_the_weak_report_leaves_wildcards_and_order_to_the_typed_text() -> None:
    """An underscore finds any letter, and an order may be a question."""
    depot = lesson.Depot(3)
    found = [row[0] for row in lesson.weak_report(depot.run, "number", "box_", ["Bonn", "Cork"])]
    question = f"CASE WHEN (SELECT code FROM codes) = '{depot.code}' THEN -number ELSE number END"
    asked = [row[0] for row in lesson.weak_report(depot.run, question, "", ["Ulm"])]
    assert (found, asked) == ([1045, 1046], [1044, 1042])


def test_the_weak_sign_in_reads_names_as_sql() -> None:
    """An apostrophe is an error, and what closes the query gets the first account."""
    station = lesson.Station(3)
    pages = [
        station.sign_in(name, "").split(":")[0] for name in ("carla", "O'Brien", "')) OR 1 --")
    ]
    assert pages == ["Wrong name or PIN.", "Something went wrong", "Hello carla."]


def test_the_warden_sees_the_code_of_the_day() -> None:
    """Two ways around the PIN lead to the same page."""
    station = lesson.Station(3)
    pages = {station.sign_in("warden')) --", ""), station.sign_in("", "' OR name = 'warden")}
    assert pages == {f"Hello warden. Code of the day: {station.code_of_the_day}."}


def test_the_weak_search_shows_what_another_query_finds() -> None:
    """Opening codes come out as if they were sizes of lockers."""
    station = lesson.Station(3)
    page = station.find("x' UNION SELECT locker, code FROM opening_codes --")
    assert page.splitlines() == [f"locker {n}: {code}" for n, code in station.codes.items()]


def test_a_station_uses_the_functions_that_it_was_given() -> None:
    """Both pages show what other functions find, and say so where that is nothing."""
    station = lesson.Station(3, sign_in=lambda _run, name, _pin: name or None, find=lambda *_: [])
    assert (station.sign_in("erin", ""), station.sign_in("", ""), station.find("")) == (
        "Hello erin.",
        "Wrong name or PIN.",
        "No free locker.",
    )


@pytest.mark.parametrize(
    ("query", "pieces"),
    [
        ("SELECT 1", [("code", "SELECT"), ("number", "1")]),
        ("a = 'it''s'", [("code", "a ="), ("text", "'it''s'")]),
        ("a = 'x' -- b", [("code", "a ="), ("text", "'x'"), ("comment", "-- b")]),
        ("a /* 'b' */ c", [("code", "a"), ("comment", "/* 'b' */"), ("code", "c")]),
        ("a = 'open", [("code", "a ="), ("text", "'open")]),
        ('"a -- b" = ?', [("code", '"a -- b" = ?')]),
        ("a1 = 2.5", [("code", "a1 ="), ("number", "2.5")]),
        ("", []),
    ],
)
def test_a_query_is_taken_apart_as_the_database_reads_it(
    query: str, pieces: list[lesson.Piece]
) -> None:
    """Texts, numbers and comments are told from code, also where something is left open."""
    assert lesson.sql_pieces(query) == pieces


@pytest.mark.parametrize(
    ("page", "pieces"),
    [
        ("<p>a &lt;b&gt;</p>", [("tag", "p"), ("text", "a <b>"), ("tag", "/p")]),
        ('<img alt="a b">', [("tag", "img"), ("attribute", "alt = a b")]),
        ("<img src=x onerror=go()>", [("tag", "img"), ("attribute", "src = x"), ("script", "onerror = go()")]),
        ('<a href="jAva\tscript:go()">', [("tag", "a"), ("script", "href = jAva\tscript:go()")]),
        ('<img alt="javascript:go()">', [("tag", "img"), ("attribute", "alt = javascript:go()")]),
        ("<script>a < b</script>", [("tag", "script"), ("script", "a < b"), ("tag", "/script")]),
        ("<!-- x -->", [("comment", " x ")]),
    ],
)  # fmt: skip
def test_a_page_is_taken_apart_roughly_as_a_browser_reads_it(
    page: str, pieces: list[lesson.Piece]
) -> None:
    """What would run is told from texts and attributes."""
    assert lesson.page_pieces(page) == pieces


def test_pieces_are_printed_one_a_line() -> None:
    """Each line begins with the kind."""
    assert lesson.table([("code", "a ="), ("text", "'x'")]) == "code      a =\ntext      'x'"


def test_a_figure_of_queries_has_each_piece_in_a_box_and_values_filled() -> None:
    """The words of the figure are the query's, and only values have a colour."""
    figure = lesson.draw_queries(["a = 'x' --", "a = 1"])
    texts = figure.axes[0].texts
    filled = [text.get_text() for text in texts if text.get_bbox_patch().get_facecolor()[2] < 0.8]
    assert ([text.get_text() for text in texts], filled) == (
        ["a =", "'x'", "--", "a =", "1"],
        ["'x'", "1"],
    )
