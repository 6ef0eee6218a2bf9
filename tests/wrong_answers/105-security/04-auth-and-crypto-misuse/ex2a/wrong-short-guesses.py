# fails: ex2a-tests
# why: sends guesses that are not filled up, which the door refuses at once
def crack(ask) -> str:
    known = ""
    for place in range(4):
        ticks = {letter: min(ask(known + letter)[1] for _ in range(10)) for letter in lesson.HEX}
        known += max(ticks, key=ticks.get)
    return next((known + letter for letter in lesson.HEX if ask(known + letter)[0]), known + "0")
