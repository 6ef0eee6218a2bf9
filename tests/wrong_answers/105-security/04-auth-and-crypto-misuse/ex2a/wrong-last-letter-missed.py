# fails: ex2a-tests
# why: stops before the last letter of all
def crack(ask) -> str:
    known = ""
    for place in range(4):
        ticks = {letter: min(ask((known + letter).ljust(5, "0"))[1] for _ in range(10)) for letter in lesson.HEX[:-1]}
        known += max(ticks, key=ticks.get)
    return next((known + letter for letter in lesson.HEX[:-1] if ask(known + letter)[0]), known + "0")
