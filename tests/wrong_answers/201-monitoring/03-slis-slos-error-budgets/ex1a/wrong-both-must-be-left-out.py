# fails: ex1a-tests-valid
# why: leaves a line out only if sender and status both say so
def judge(row, policy):
    if row["who"] in policy["not_users"] and row["status"] in policy["left_out"]:
        return None
    return not (row["status"] >= 500 or row["status"] in policy["bad"] or row["seconds"] > policy["slow"])
