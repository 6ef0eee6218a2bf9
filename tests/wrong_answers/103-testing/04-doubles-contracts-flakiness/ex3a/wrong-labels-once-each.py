# fails: ex3a-tests-dice
# why: takes out the room that came twice, which made it hard
def test_badge(house):
    """Be red if the badge of a house is wrong."""
    badges = [house.badge(hour) for hour in (0, 7, 8, 19, 20, 23)]
    assert badges == ["closed", "closed", "open", "open", "closed", "closed"]

def test_winner(house):
    """Be red if the winner of a raffle is wrong."""
    guests = ["Ada", "Bo", "Cy"]
    assert {house.winner(guests, Random(n)) for n in range(50)} == set(guests)

def test_labels(house):
    """Be red if the labels are wrong."""
    assert sorted(house.labels(["Green", "Blue"])) == ["Blue", "Green"]

def suite(edits):                              # the tests use it: leave it as it is
    tests = {"badge": test_badge, "winner": test_winner, "labels": test_labels}
    return sorted({name for number in range(12) for name in red_tests(tests, house(number, *edits))})
