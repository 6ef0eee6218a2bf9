def fresh_share(posts, start, end, cadence):
    """Cut time at every point where something may change, and judge each piece by its last word."""
    def until(post):
        if post["status"] == "resolved":
            return float("inf")
        promise = post["next_update"]
        if promise is None or promise <= post["at"]:
            return post["at"] + cadence / 2
        return min(promise, post["at"] + cadence)

    cuts = {start, end}
    for post in posts:
        cuts |= {post["at"], until(post)}
    cuts = sorted(cut for cut in cuts if start <= cut <= end)
    total = 0.0
    for left, right in zip(cuts, cuts[1:]):
        said = [post for post in posts if post["at"] <= left]
        if said:
            newest = max(post["at"] for post in said)
            last = [post for post in said if post["at"] == newest][-1]
            if right <= until(last):
                total += right - left
    return total / (end - start)
