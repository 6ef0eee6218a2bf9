from itertools import product


def check(fine):
    def expected(delays, friend):
        if not all(1 <= delay <= 40 for delay in delays):
            return "ValueError"
        prices = [(100 if delay <= 14 else 240) + (60 if place > 2 else 0) for place, delay in enumerate(delays, 1)]
        return sum(prices) - (max(prices, default=0) if friend else 0)

    lists = [[delay] for delay in range(-2, 44)]
    for length in range(4):
        lists += map(list, product([1, 14, 15, 40], repeat=length))
    lists += map(list, product([14, 15], repeat=4))
    for length in (2, 3):
        lists += map(list, product([1, 40, 0, 41], repeat=length))
    for delays, friend in product(lists, (False, True)):
        got, right = outcome(fine, list(delays), friend), expected(delays, friend)
        assert got == right, f"{delays}, {friend}: {got!r}, expected {right!r}"
