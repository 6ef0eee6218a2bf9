def check(fee):
    def same(weights, member, cents):
        try:
            got = fee(weights, member)
        except Exception as error:
            raise AssertionError(f"{weights} raised {error!r}") from None
        if got != cents:
            raise AssertionError(f"{weights}: {got}, expected {cents}")

    for kilos, cents in {1: 500, 10: 500, 11: 1200, 32: 1200}.items():
        same([kilos], False, cents)
        same([kilos], True, 0)
        same([kilos, kilos], True, cents)
    same([], True, 0)
    same([], False, 0)
    same([11, 11], False, 2400)
    same([11, 11, 11, 11, 11], False, 6900)
    same([32, 1, 1], False, 2500)
    same([1, 1, 32, 1], True, 1800)
    same([32, 1, 32], True, 1700)
    same([32, 1, 1], True, 1300)
    for wrong in ([33], [0], [1, 33], [1, 1, 0]):
        try:
            fee(wrong, True)
        except ValueError:
            pass
        except Exception:
            raise AssertionError(f"{wrong} raised another error") from None
        else:
            raise AssertionError(f"{wrong} was taken")
