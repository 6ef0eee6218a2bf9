# fails: ex3a-tests
# why: looks around the two limits, and the day seems to have no others
def test_badge(house):
    assert [house.badge(h) for h in (6, 7, 8, 12, 19, 20, 22)] == ["closed"] * 2 + ["open"] * 3 + ["closed"] * 2
def test_winner(house):
    assert {house.winner(["Ada", "Bo", "Cy"], Random(n)) for n in range(100)} == {"Ada", "Bo", "Cy"}
def test_labels(house):
    assert sorted(house.labels(["Green", "Blue", "Green"])) == ["Blue", "Green"]

def suite(edits):
    tests = {"badge": test_badge, "winner": test_winner, "labels": test_labels}
    return sorted({name for number in range(12) for name in red_tests(tests, house(number, *edits))})
