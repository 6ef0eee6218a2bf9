# fails: ex3-tests-failures
# why: reports each failure once, though the plan has the step twice
def run(plan: list[tuple], write, mail) -> list[tuple[str, str, str]]:
    """Carry out a plan; give its failures as (number, "write" or "mail", class of the error)."""
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
    return list(dict.fromkeys(failed))
