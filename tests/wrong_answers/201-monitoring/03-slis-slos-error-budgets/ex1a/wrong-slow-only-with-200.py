# fails: ex1a-tests-good
# why: applies the limit of time to answers of 200 only
def judge(row, policy):
    if row["who"] in policy["not_users"] or row["status"] in policy["left_out"]:
        return None
    if row["status"] == 200:
        return row["seconds"] <= policy["slow"]
    return not (row["status"] >= 500 or row["status"] in policy["bad"])
