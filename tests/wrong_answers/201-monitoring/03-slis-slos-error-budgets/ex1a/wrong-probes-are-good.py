# fails: ex1a-tests-valid
# why: lets probes thin out the failures
def judge(row, policy):
    if row["who"] in policy["not_users"] or row["status"] in policy["left_out"]:
        return True
    return not (row["status"] >= 500 or row["status"] in policy["bad"] or row["seconds"] > policy["slow"])
