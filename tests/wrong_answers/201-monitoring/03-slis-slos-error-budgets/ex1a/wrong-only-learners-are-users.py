# fails: ex1a-tests-valid
# why: takes everybody but learners for no user
def judge(row, policy):
    if row["who"] != "learner" or row["status"] in policy["left_out"]:
        return None
    return not (row["status"] >= 500 or row["status"] in policy["bad"] or row["seconds"] > policy["slow"])
