# fails: ex1a-tests-good
# why: counts an answer as slow that took exactly as long as it may
def judge(row, policy):
    if row["who"] in policy["not_users"] or row["status"] in policy["left_out"]:
        return None
    return not (row["status"] >= 500 or row["status"] in policy["bad"] or row["seconds"] >= policy["slow"])
