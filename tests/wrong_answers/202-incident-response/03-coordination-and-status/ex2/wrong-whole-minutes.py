# fails: ex2-tests ex2-tests-window
# why: counts whole minutes, and half a minute is lost
def fresh_share(posts, start, end, cadence):
    fresh = 0
    for minute in range(int(start), int(end)):
        said = [post for post in posts if post["at"] <= minute]
        if said:
            newest = max(post["at"] for post in said)
            last = [post for post in said if post["at"] == newest][-1]
            at, promised = last["at"], last["next_update"]
            until = at + cadence / 2 if promised is None or promised <= at else min(promised, at + cadence)
            fresh += last["status"] == "resolved" or minute < until
    return fresh / (end - start)
