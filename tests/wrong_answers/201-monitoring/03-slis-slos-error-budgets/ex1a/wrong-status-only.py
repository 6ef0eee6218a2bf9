# fails: ex1a-tests-good
# why: a 200 is good however long it took
def judge(row, policy):
    if row["who"] in policy["not_users"] or row["status"] in policy["left_out"]:
        return None
    return not (row["status"] >= 500 or row["status"] in policy["bad"])
