# fails: ex2a-tests
# why: leaves a letter out once it has been found
def crack(ask) -> str:
    known = ""
    for place in range(4):
        ticks = {letter: min(ask((known + letter).ljust(5, "0"))[1] for _ in range(10)) for letter in lesson.HEX if letter not in known}
        known += max(ticks, key=ticks.get)
    return next((known + letter for letter in lesson.HEX if ask(known + letter)[0]), known + "0")
