# fails: ex2a-tests
# why: asks twice, and both answers are late often enough
def crack(ask) -> str:
    known = ""
    for place in range(4):
        ticks = {letter: min(ask((known + letter).ljust(5, "0"))[1] for _ in range(2)) for letter in lesson.HEX}
        known += max(ticks, key=ticks.get)
    return next((known + letter for letter in lesson.HEX if ask(known + letter)[0]), known + "0")
