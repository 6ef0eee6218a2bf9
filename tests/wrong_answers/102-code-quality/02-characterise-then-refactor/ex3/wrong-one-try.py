# fails: ex3-tests-failures
# why: one `try` around both, so a failed write also eats the letter
def run(plan: list[tuple], write, mail) -> list[tuple[str, str, str]]:
    """Carry out a plan; give its failures as (number, "write" or "mail", class of the error)."""
    failed = []
    for number, plate, cents, letter in plan:
        try:
            write(number, plate, cents)
            if letter is not None:
                mail(letter)
        except Exception as error:
            failed.append((number, "write", type(error).__name__))
    return failed
