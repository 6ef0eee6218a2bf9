# fails: ex4-tests, ex4-tests-errors
# why: many drawn lists beside the version that is called right, and none of them at a limit
def check(fine):
    right = fees("B", right=True)["right"]
    random = Random(3)
    for number in range(40):
        delays = [random.choice([3, 7, 11, 20, 30]) for _ in range(number % 6)]
        for friend in (False, True):
            assert outcome(fine, delays, friend) == right(delays, friend), delays
