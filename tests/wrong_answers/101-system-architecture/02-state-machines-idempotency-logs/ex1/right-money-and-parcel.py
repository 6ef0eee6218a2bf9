def order_machine():
    """Pair a state of the money with a state of the parcel."""
    table = {}

    def arrow(money, parcel, event, new_money, new_parcel):
        table[f"{money}/{parcel}", event] = f"{new_money}/{new_parcel}"

    arrow("none", "here", "pay", "ours", "here")
    arrow("none", "here", "decline", "none", "here")
    arrow("none", "here", "silence", "asked", "here")
    arrow("asked", "here", "pay", "ours", "here")
    arrow("asked", "here", "decline", "none", "here")
    for money in ("none", "asked", "ours"):
        arrow(money, "here", "cancel", money, "not wanted")
    arrow("asked", "not wanted", "pay", "ours", "not wanted")
    arrow("asked", "not wanted", "decline", "none", "not wanted")
    arrow("ours", "here", "ship", "ours", "under way")
    arrow("ours", "under way", "deliver", "ours", "there")
    arrow("ours", "there", "return", "ours", "not wanted")
    arrow("ours", "not wanted", "refund", "back", "not wanted")
    return "none/here", table
