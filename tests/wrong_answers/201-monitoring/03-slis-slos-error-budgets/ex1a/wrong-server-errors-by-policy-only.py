# fails: ex1a-tests-good
# why: looks for server errors in the list only
def judge(row, policy):
    if row["who"] in policy["not_users"] or row["status"] in policy["left_out"]:
        return None
    return not (row["status"] in policy["bad"] or row["seconds"] > policy["slow"])
