# fails: ex3a-tests-dice
# why: draws often enough to see every guest, by the dice of the house
def test_badge(house):
    assert [house.badge(h) for h in range(24)] == ["closed"] * 8 + ["open"] * 12 + ["closed"] * 4
def test_winner(house):
    assert {house.winner(["Ada", "Bo", "Cy"]) for n in range(100)} == {"Ada", "Bo", "Cy"}
def test_labels(house):
    assert sorted(house.labels(["Green", "Blue", "Green"])) == ["Blue", "Green"]

def suite(edits):
    tests = {"badge": test_badge, "winner": test_winner, "labels": test_labels}
    return sorted({name for number in range(12) for name in red_tests(tests, house(number, *edits))})
