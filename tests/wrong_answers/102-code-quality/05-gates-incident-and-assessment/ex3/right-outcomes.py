def mended(plan, write, mail):
    result = {"lost": [], "ask": []}

    def attempt(step):
        member, kind, cents, letter = step
        try:
            write(member, kind, cents)
        except BookLocked:
            return "locked"
        except NoAnswer:
            result["ask"].append(member)
            return "ask"
        if letter:
            mail(letter)
        return "written"

    waiting = [step for step in plan if attempt(step) == "locked"]
    result["lost"] += [step[0] for step in waiting if attempt(step) == "locked"]
    return result
