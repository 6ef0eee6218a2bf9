def mended(plan, write, mail):
    told = {"open": [], "check": []}
    def go(steps, last):
        waiting = []
        for who, what, cents, text in steps:
            outcome = "open"
            try:
                write(who, what, cents)
                outcome = None
            except NoAnswer:
                outcome = "check"
            except BookLocked:
                if not last:
                    waiting.append((who, what, cents, text))
                    continue
            if outcome:
                told[outcome].append(who)
            elif text:
                mail(text)
        return waiting
    go(go(plan, False), True)
    return told
