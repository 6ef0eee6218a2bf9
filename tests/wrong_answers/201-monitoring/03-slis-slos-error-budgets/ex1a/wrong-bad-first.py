# fails: ex1a-tests-valid
# why: asks for badness first, so a bot that gets a 503 is a failure
def judge(row, policy):
    if row["status"] >= 500 or row["status"] in policy["bad"] or row["seconds"] > policy["slow"]:
        return False
    if row["who"] in policy["not_users"] or row["status"] in policy["left_out"]:
        return None
    return True
