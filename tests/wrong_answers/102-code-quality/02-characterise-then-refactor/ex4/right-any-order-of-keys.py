def sort_out(lost: list[tuple], entries: list[tuple]) -> dict[str, list[str]]:
    """Sort lost payments into those to write again and those that a person must look at."""
    numbers = set()
    hand = set()
    for number, *payment in entries:
        (hand if number.startswith("H-") else numbers).add(tuple(payment) if number.startswith("H-") else number)
    answer = {"person": [], "write": []}
    for number, plate, cents in lost:
        if number in numbers:
            continue
        numbers.add(number)
        answer["person" if (plate, cents) in hand else "write"].append(number)
    return answer
