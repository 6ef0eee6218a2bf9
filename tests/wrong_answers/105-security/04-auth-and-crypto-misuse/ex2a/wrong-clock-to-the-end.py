# fails: ex2a-tests
# why: trusts the clock at the last place, too
def crack(ask) -> str:
    known = ""
    for place in range(5):
        ticks = {letter: min(ask((known + letter).ljust(5, "0"))[1] for _ in range(10)) for letter in lesson.HEX}
        known += max(ticks, key=ticks.get)
    return known
