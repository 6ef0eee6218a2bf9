def run(plan: list[tuple], write, mail) -> list[tuple[str, str, str]]:
    """Carry out a plan; give its failures as (number, "write" or "mail", class of the error)."""
    failed = []

    def attempt(number, what, act, *args):
        try:
            act(*args)
        except Exception as error:
            failed.append((number, what, type(error).__name__))

    for number, plate, cents, letter in plan:
        attempt(number, "write", write, number, plate, cents)
        if letter is not None:
            attempt(number, "mail", mail, letter)
    return failed
