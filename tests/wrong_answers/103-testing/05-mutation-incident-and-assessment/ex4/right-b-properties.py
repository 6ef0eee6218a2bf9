# Variant B by what must hold of every list, and few examples.
def check(fine):
    def at(delays, friend=False):
        got = outcome(fine, delays, friend)
        if not isinstance(got, int):
            raise AssertionError(f"{delays}, {friend}: {got}")
        return got

    single = {1: 100, 2: 100, 13: 100, 14: 100, 15: 240, 16: 240, 39: 240, 40: 240}
    for days, cents in single.items():
        assert at([days]) == cents
    assert at([]) == at([], True) == 0
    random = Random(7)
    for number in range(60):
        delays = [random.choice([*single]) for _ in range(number % 6)]
        each = [single[days] + 60 * (place >= 2) for place, days in enumerate(delays)]
        assert at(delays) == sum(each)
        assert at(delays, True) == sum(sorted(each)[:-1])
    for days in (-1, 0, 41):
        for delays in ([days], [1, days], [days, 1, 1]):
            assert outcome(fine, delays, False) == "ValueError", delays
