# fails: ex2a-tests
# why: keeps the length of the worked example
def crack(ask) -> str:
    known = ""
    for place in range(2):
        ticks = {letter: min(ask((known + letter).ljust(3, "0"))[1] for _ in range(10)) for letter in lesson.HEX}
        known += max(ticks, key=ticks.get)
    return next((known + letter for letter in lesson.HEX if ask(known + letter)[0]), known)
