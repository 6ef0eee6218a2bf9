# fails: ex1a-tests-valid ex1a-tests-good
# why: writes the values of one policy into the code
def judge(row, policy):
    if row["who"] in ("probe", "bot") or row["status"] == 429:
        return None
    return not (row["status"] >= 500 or row["status"] in (0, 499) or row["seconds"] > 2)
