# fails: ex3a-tests-dice
# why: every winner is a guest, and some guests never win
def test_badge(house):
    """Be red if the badge of a house is wrong."""
    badges = [house.badge(hour) for hour in (0, 7, 8, 19, 20, 23)]
    assert badges == ["closed", "closed", "open", "open", "closed", "closed"]

def test_winner(house):
    """Be red if the winner of a raffle is wrong."""
    for n in range(50):
        assert house.winner(["Ada", "Bo", "Cy"], Random(n)) in ("Ada", "Bo", "Cy")

def test_labels(house):
    """Be red if the labels are wrong."""
    assert sorted(house.labels(["Green", "Blue", "Green", "Red"])) == ["Blue", "Green", "Red"]

def suite(edits):                              # the tests use it: leave it as it is
    tests = {"badge": test_badge, "winner": test_winner, "labels": test_labels}
    return sorted({name for number in range(12) for name in red_tests(tests, house(number, *edits))})
