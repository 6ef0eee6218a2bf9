def review() -> dict:
    words_of = {"customers": [6], "partner staff": [5], "other teams": [4]}
    forgotten = {number: who for who, numbers in words_of.items() for number in numbers}
    return {"no owner": 9, "forgotten": forgotten}
