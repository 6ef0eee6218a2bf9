def judge(row, policy):
    valid = row["who"] not in policy["not_users"] and row["status"] not in policy["left_out"]
    bad = row["status"] >= 500 or row["status"] in policy["bad"] or row["seconds"] > policy["slow"]
    return not bad if valid else None
