def sort_out(lost: list[tuple], entries: list[tuple]) -> dict[str, list[str]]:
    """Sort lost payments into those to write again and those that a person must look at."""
    def by_hand(plate, cents):
        return any(n.startswith("H-") and (p, c) == (plate, cents) for n, p, c in entries)

    write, person = {}, {}
    for number, plate, cents in lost:
        if all(number != entry[0] for entry in entries):
            (person if by_hand(plate, cents) else write)[number] = True
    return {"person": list(person), "write": list(write)}
