# fails: ex1a-tests-good
# why: takes every status from 400 on for a failure of the service
def judge(row, policy):
    if row["who"] in policy["not_users"] or row["status"] in policy["left_out"]:
        return None
    return not (row["status"] >= 400 or row["status"] in policy["bad"] or row["seconds"] > policy["slow"])
