# fails: ex2a-tests
# why: asks once, as for a door without noise
def crack(ask) -> str:
    known = ""
    for place in range(4):
        ticks = {letter: ask((known + letter).ljust(5, "0"))[1] for letter in lesson.HEX}
        known += max(ticks, key=ticks.get)
    return next((known + letter for letter in lesson.HEX if ask(known + letter)[0]), known + "0")
