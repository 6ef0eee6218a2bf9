def run(plan: list[tuple], write, mail) -> list[tuple[str, str, str]]:
    """Carry out a plan; give its failures as (number, "write" or "mail", class of the error)."""
    failed = []
    for number, plate, cents, letter in plan:
        acts = [("write", write, (number, plate, cents)), ("mail", mail, (letter,))]
        for what, act, args in acts:
            if args == (None,):
                continue
            try:
                act(*args)
            except Exception as error:
                failed += [(number, what, error.__class__.__name__)]
    return failed
