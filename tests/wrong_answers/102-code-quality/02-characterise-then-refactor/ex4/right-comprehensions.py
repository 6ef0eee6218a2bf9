def sort_out(lost: list[tuple], entries: list[tuple]) -> dict[str, list[str]]:
    """Sort lost payments into those to write again and those that a person must look at."""
    booked = [number for number, _, _ in entries]
    hand = [entry[1:] for entry in entries if entry[0][:2] == "H-"]
    open_ = list(dict.fromkeys(step for step in lost if step[0] not in booked))
    return {
        "write": [step[0] for step in open_ if step[1:] not in hand],
        "person": [step[0] for step in open_ if step[1:] in hand],
    }
