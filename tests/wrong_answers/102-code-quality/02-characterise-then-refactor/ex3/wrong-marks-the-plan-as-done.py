# fails: ex3-tests, ex3-tests-failures
# why: marks each step of the caller's plan as done
def run(plan: list[tuple], write, mail) -> list[tuple[str, str, str]]:
    """Carry out a plan; give its failures as (number, "write" or "mail", class of the error)."""
    failed = []
    for place, (number, plate, cents, letter) in enumerate(plan):
        plan[place] = (number, plate, cents, None)
        try:
            write(number, plate, cents)
        except Exception as error:
            failed.append((number, "write", type(error).__name__))
        if letter is not None:
            try:
                mail(letter)
            except Exception as error:
                failed.append((number, "mail", type(error).__name__))
    return failed
