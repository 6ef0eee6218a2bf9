from unittest.mock import Mock, call


def test_hour(work):
    got = "".join(work.phase(hour)[0] for hour in range(24))
    assert got == "c" * 9 + "s" * 9 + "t" * 3 + "c" * 3


def test_open(work):
    work.clear()
    work.count("A2", 7)
    left = work.left(["A1", "A2", "A3", "A4"])
    assert sorted(left) == ["A1", "A3", "A4"], left


def test_call(work):
    work.clear()
    work.count("A1", 1)
    work.count("A2", 2)
    ask = Mock(side_effect=lambda pieces, shelf: f"{shelf} has {pieces + 1}")
    assert work.recheck("A2", ask) == "A2 has 3"
    assert work.recheck("A4", ask) == "not counted"
    assert ask.mock_calls == [call(2, "A2")]
