def decisions():
    return {"A": ["declined", 1], "B": ["unknown", 3], "C": ["unknown", 2], "D": ["not done", 5], "E": ["unknown", 2]}
