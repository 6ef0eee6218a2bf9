def test_badge(house):
    """Be red if the badge of a house is wrong."""
    for hour in range(24):
        assert house.badge(hour) == ("open" if hour in range(8, 20) else "closed"), hour

def test_winner(house):
    """Be red if the winner of a raffle is wrong."""
    dice = Random(7)
    drawn = [house.winner(["Ada", "Bo"], dice) for _ in range(100)]
    assert sorted(set(drawn)) == ["Ada", "Bo"]

def test_labels(house):
    """Be red if the labels are wrong."""
    labels = house.labels(["Blue", "Hall", "Blue"])
    assert set(labels) == {"Blue", "Hall"} and len(labels) == 2

def suite(edits):                              # the tests use it: leave it as it is
    tests = {"badge": test_badge, "winner": test_winner, "labels": test_labels}
    return sorted({name for number in range(12) for name in red_tests(tests, house(number, *edits))})
