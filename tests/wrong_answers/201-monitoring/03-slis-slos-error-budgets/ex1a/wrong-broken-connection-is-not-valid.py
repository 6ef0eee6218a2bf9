# fails: ex1a-tests-good
# why: leaves out a status of 0, since there was no answer to judge
def judge(row, policy):
    if row["who"] in policy["not_users"] or row["status"] in policy["left_out"] or not row["status"]:
        return None
    return not (row["status"] >= 500 or row["status"] in policy["bad"] or row["seconds"] > policy["slow"])
