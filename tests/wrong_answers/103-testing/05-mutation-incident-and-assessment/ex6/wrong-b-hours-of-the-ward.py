# fails: ex6-tests
# why: the hours of the other variant's early shift
def test_hour(work):
    for hour in range(24):
        expected = "selling" if hour in range(6, 14) else "tidying" if hour in (18, 19, 20) else "counting"
        assert work.phase(hour) == expected, hour


def test_open(work):
    work.clear()
    for shelf in ("A2", "B9"):
        work.count(shelf, 7)
    left = work.left(["A1", "A2", "A3", "A4"])
    assert (len(left), set(left)) == (3, {"A1", "A3", "A4"}), left


def test_call(work):
    work.clear()
    work.count("A1", 7)
    work.count("A3", 30)
    asked = []
    for answer in ("agreed", "31 pieces"):
        assert work.recheck("A3", lambda *words: asked.append(words) or answer) == answer
    def nobody(*words):
        raise AssertionError(f"asked {words}")
    assert work.recheck("A5", nobody) == "not counted"
    assert asked == [(30, "A3")] * 2, asked
