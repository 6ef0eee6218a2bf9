# fails: ex4-tests
# why: takes two payments of one car for one that came twice
def sort_out(lost: list[tuple], entries: list[tuple]) -> dict[str, list[str]]:
    """Sort lost payments into those to write again and those that a person must look at."""
    done = {number for number, _, _ in entries}
    known = set()
    by_hand = {(plate, cents) for number, plate, cents in entries if number.startswith("H-")}
    sorted_out = {"write": [], "person": []}
    for number, plate, cents in lost:
        if number not in done and (plate, cents) not in known:
            done.add(number)
            known.add((plate, cents))
            sorted_out["person" if (plate, cents) in by_hand else "write"].append(number)
    return sorted_out
