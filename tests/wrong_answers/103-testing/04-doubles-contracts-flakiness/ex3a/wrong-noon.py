# fails: ex3a-tests
# why: chooses an hour in the middle
def test_badge(house):
    """Be red if the badge of a house is wrong."""
    assert house.badge(12) == "open"

def test_winner(house):
    """Be red if the winner of a raffle is wrong."""
    guests = ["Ada", "Bo", "Cy"]
    assert {house.winner(guests, Random(n)) for n in range(50)} == set(guests)

def test_labels(house):
    """Be red if the labels are wrong."""
    assert sorted(house.labels(["Green", "Blue", "Green", "Red"])) == ["Blue", "Green", "Red"]

def suite(edits):                              # the tests use it: leave it as it is
    tests = {"badge": test_badge, "winner": test_winner, "labels": test_labels}
    return sorted({name for number in range(12) for name in red_tests(tests, house(number, *edits))})
