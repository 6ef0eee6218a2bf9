# fails: ex4-tests-hand
# why: compares numbers without letter case
def sort_out(lost: list[tuple], entries: list[tuple]) -> dict[str, list[str]]:
    """Sort lost payments into those to write again and those that a person must look at."""
    done = {number.lower() for number, _, _ in entries}
    by_hand = {(plate, cents) for number, plate, cents in entries if number.startswith("H-")}
    sorted_out = {"write": [], "person": []}
    for number, plate, cents in lost:
        if number.lower() not in done:
            done.add(number.lower())
            sorted_out["person" if (plate, cents) in by_hand else "write"].append(number)
    return sorted_out
