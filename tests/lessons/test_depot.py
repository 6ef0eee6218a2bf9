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


@pytest.mark.parametrize(
    ("door", "name", "file"),
    [
        ("late", "%2e%2e/private/keys.txt", "private/keys.txt"),
        ("late", "../private/keys.txt", None),
        ("late", "partner/.%2e/keys.txt", "partners/keys.txt"),
        ("prefix", "../labels-old/keys.txt", "labels-old/keys.txt"),
        ("prefix", "%2e%2e/private/keys.txt", None),
        ("tidy", "photos/keys.txt", "private/keys.txt"),
        ("tidy", "../labels-old/keys.txt", None),
        ("tidy", "100%25 wool.txt", "labels/100% wool.txt"),
        ("tidy", "latest.txt", "labels/1042.txt"),
        ("tidy", "partner/../keys.txt", None),
    ],
)
def test_each_door_can_be_got_through_in_its_own_way(
    door: str, name: str, file: str | None
) -> None:
    """A door gives honest labels, and a secret to whoever knows what it overlooks."""
    shelf = lesson.LabelTree(3)
    got = shelf.get(door, name)
    refusals = ("No.", "No such file.")
    assert (got if got not in refusals else None) == (file and shelf.files[f"/depot/{file}"])


def test_secrets_of_a_shelf_lie_outside_its_labels() -> None:
    """Each secret is in one file, and none of these is a label."""
    shelf = lesson.LabelTree(3)
    homes = [p for secret in shelf.secrets for p, text in shelf.files.items() if secret in text]
    assert (len(homes), [p for p in homes if p.startswith(lesson.SHELF + "/")]) == (3, [])


@pytest.mark.parametrize(
    ("path", "real"),
    [
        ("/a/b/../c", "/a/c"),
        ("/../../a", "/a"),
        ("//a/./b/", "/a/b"),
        ("/a/link/x", "/z/y/x"),
        ("/a/link/../x", "/z/x"),
        ("/a/relative/x", "/a/inner/x"),
        ("/a/up/x", "/x"),
        ("/a/chain", "/z/y"),
        ("/", "/"),
    ],
)
def test_a_path_is_walked_as_a_file_system_walks(path: str, real: str) -> None:
    """Links are followed where they stand, and dots go up from where a link led."""
    links = {"/a/link": "/z/y", "/a/relative": "inner", "/a/up": "..", "/a/chain": "link"}
    assert lesson.real_path(path, links) == real


def test_links_without_an_end_are_an_error() -> None:
    """A walk gives up, as a file system does."""
    with pytest.raises(OSError, match="too many links"):
        lesson.real_path("/a/x", {"/a": "b", "/b": "a"})


def test_the_table_of_spellings_has_a_line_for_each() -> None:
    """The old parser reads numbers that the strict one refuses."""
    lines = lesson.spelling_table().splitlines()
    assert (len(lines), lines[5].split()) == (
        len(lesson.SPELLINGS) + 1,
        ["2130706433", "127.0.0.1", "-"],
    )


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.0.0.5", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_an_address_is_public_if_anybody_could_reach_its_machine(
    address: str, public: bool
) -> None:
    """Inner, own, wrapped and many-receiver addresses are refused."""
    assert lesson.is_public(address) is public


def test_a_network_resolves_as_a_system_does() -> None:
    """Old spellings of numbers, capitals and a final dot count, and one name changes its answer."""
    network = lesson.Network(3)
    hosts = ["SHOP.example.", "127.1", "0x7f.1", "::1", "nobody.example", *["rebind.example"] * 3]
    assert [network.resolve(host) for host in hosts] == [
        ["8.8.8.8"],
        ["127.0.0.1"],
        ["127.0.0.1"],
        ["::1"],
        [],
        ["9.9.9.9"],
        ["169.254.169.254"],
        ["169.254.169.254"],
    ]


def test_answers_of_a_network_are_the_askers_own() -> None:
    """Whoever changes an answer changes no later one."""
    network = lesson.Network(3)
    network.resolve("shop.example").clear()
    assert network.resolve("shop.example") == ["8.8.8.8"]


def test_a_fetch_asks_before_each_request() -> None:
    """A redirect is decided upon anew, and what was refused is not connected to."""
    network = lesson.Network(3)
    urls = []

    def decide(url: str, _resolve: object) -> tuple[object, ...]:
        urls.append(url)
        return ("connect", "8.8.8.8") if len(urls) == 1 else ("refuse", "enough")

    got = network.fetch("http://shop.example/old", decide)
    assert (got, urls, network.events) == (
        "refused: enough",
        ["http://shop.example/old", "http://169.254.169.254/token"],
        [("connected", "8.8.8.8")],
    )


def test_a_trusting_fetch_gives_the_token_away() -> None:
    """The metadata service answers whoever asks from inside, also under a mapped address."""
    network = lesson.Network(3)
    got = [
        network.fetch(
            "http://x/token", lambda _url, _resolve, address=address: ("connect", address)
        )
        for address in ("169.254.169.254", "::ffff:169.254.169.254", "9.9.9.9", "1.2.3.4")
    ]
    assert got == [f"token {network.token}"] * 2 + ["nothing here", "no answer"]


def test_a_fetch_ends_where_redirects_do_not() -> None:
    """A page that sends its visitors back to itself is given up."""
    network = lesson.Network(3)
    got = network.fetch("http://shop.example/round", lambda *_: ("connect", "8.8.8.8"))
    assert (got, len(network.events)) == ("refused: too many redirects", 5)


def test_steps_are_drawn_with_their_addresses_and_inner_ones_dashed() -> None:
    """Each box names what happened, and how the address was judged."""
    steps = {"a": [("looked up", "8.8.8.8"), ("connected", "10.0.0.5")]}
    texts = lesson.draw_steps(steps).axes[0].texts
    boxes = [(t.get_text().split("\n"), t.get_bbox_patch()) for t in texts if t.get_bbox_patch()]
    dashed = {"-": False, "solid": False, "--": True, "dashed": True}
    assert [(words, dashed[box.get_linestyle()]) for words, box in boxes] == [
        (["looked up", "8.8.8.8", "public"], False),
        (["connected", "10.0.0.5", "not public"], True),
    ]


def test_the_night_has_ten_addresses_and_a_checker_that_reads_as_python() -> None:
    """Whoever copies the checker can run it."""
    compile(lesson.CHECKER, "checker", "exec")
    assert list(lesson.NIGHT) == list(range(1, 11))
