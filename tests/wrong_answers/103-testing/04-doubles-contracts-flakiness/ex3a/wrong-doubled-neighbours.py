# fails: ex3a-tests-dice
# why: what comes twice is tried with two rooms that stand side by side
def test_badge(house):
    assert [house.badge(h) for h in range(24)] == ["closed"] * 8 + ["open"] * 12 + ["closed"] * 4
def test_winner(house):
    assert {house.winner(["Ada", "Bo", "Cy"], Random(n)) for n in range(100)} == {"Ada", "Bo", "Cy"}
def test_labels(house):
    assert set(house.labels(["Green", "Blue"])) == {"Blue", "Green"} and len(house.labels(["Green", "Green"])) == 1

def suite(edits):
    tests = {"badge": test_badge, "winner": test_winner, "labels": test_labels}
    return sorted({name for number in range(12) for name in red_tests(tests, house(number, *edits))})
