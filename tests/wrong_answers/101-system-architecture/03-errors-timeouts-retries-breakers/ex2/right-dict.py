def decisions():
    return {"A": "a", "B": "b", "C": "c", "D": "d", "E": "a"}
