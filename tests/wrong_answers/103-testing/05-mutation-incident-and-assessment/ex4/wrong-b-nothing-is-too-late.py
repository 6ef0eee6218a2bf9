# fails: ex4-tests-errors
# why: a ValueError where none belongs, and none where one does, both end in the same except
def check(fine):
    for delays, friend, cents in (([1], False, 100), ([14], False, 100), ([15], False, 240), ([40], False, 240), ([], False, 0), ([], True, 0),
                                  ([15] * 4, False, 1080), ([15, 14, 15], True, 340), ([14, 15], True, 100), ([15, 14], True, 100), ([1, 1, 15, 15], True, 500)):
        try:
            assert fine(delays, friend) == cents
        except ValueError:
            pass
    for days in (0, 41):
        try:
            fine([1, days], False)
            raise AssertionError(days)
        except (ValueError, KeyError):
            pass
