def diagnosis():
    return {"A": "a", "B": "b", "C": "c", "D": "d", "E": "f"}
