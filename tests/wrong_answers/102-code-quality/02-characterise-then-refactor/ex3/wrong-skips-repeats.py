# fails: ex3-tests
# why: decides once more what the plan has decided
def run(plan: list[tuple], write, mail) -> list[tuple[str, str, str]]:
    """Carry out a plan; give its failures as (number, "write" or "mail", class of the error)."""
    failed, seen = [], set()
    for number, plate, cents, letter in plan:
        if number in seen:
            continue
        seen.add(number)
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
