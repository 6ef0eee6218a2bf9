def verdicts():
    return {"E": [60, 12, "sun"], "F": [20, 6, "sun"], "A": [20, 12, "sat"], "C": [40, 5, "sun"],
            "D": [2, 9, "wed"], "G": None, "H": None, "B": None}
