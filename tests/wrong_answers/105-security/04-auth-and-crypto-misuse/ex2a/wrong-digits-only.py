# fails: ex2a-tests
# why: keeps the ten digits of the worked example
def crack(ask) -> str:
    known = ""
    for place in range(4):
        ticks = {letter: min(ask((known + letter).ljust(5, "0"))[1] for _ in range(10)) for letter in "0123456789"}
        known += max(ticks, key=ticks.get)
    return next((known + letter for letter in "0123456789" if ask(known + letter)[0]), known + "0")
