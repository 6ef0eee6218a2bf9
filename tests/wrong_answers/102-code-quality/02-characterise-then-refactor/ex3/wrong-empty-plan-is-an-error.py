# fails: ex3-tests
# why: takes an empty plan for a mistake
def run(plan: list[tuple], write, mail) -> list[tuple[str, str, str]]:
    """Carry out a plan; give its failures as (number, "write" or "mail", class of the error)."""
    if not plan:
        raise ValueError("nothing to do")
    failed = []
    for number, plate, cents, letter in plan:
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
