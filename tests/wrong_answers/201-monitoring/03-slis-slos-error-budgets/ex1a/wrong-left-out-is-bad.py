# fails: ex1a-tests-valid
# why: takes what is left out for bad
def judge(row, policy):
    if row["who"] in policy["not_users"]:
        return None
    return not (row["status"] >= 500 or row["status"] in policy["bad"] + policy["left_out"] or row["seconds"] > policy["slow"])
