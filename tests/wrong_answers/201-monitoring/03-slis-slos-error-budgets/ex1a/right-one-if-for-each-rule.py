def judge(row, policy):
    who, status, seconds = row["who"], row["status"], row["seconds"]
    if who in set(policy["not_users"]):
        return None
    if status in set(policy["left_out"]):
        return None
    if status >= 500:
        return False
    if status in set(policy["bad"]):
        return False
    if seconds > policy["slow"]:
        return False
    return True
