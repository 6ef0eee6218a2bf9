# fails: ex2a-tests
# why: tries each place beside a filling of its own, where the first difference ends the comparison
def crack(ask) -> str:
    code = ""
    for place in range(5):
        ticks = {letter: min(ask(("0" * place + letter).ljust(5, "0"))[1] for _ in range(10)) for letter in lesson.HEX}
        code += max(ticks, key=ticks.get)
    return code
