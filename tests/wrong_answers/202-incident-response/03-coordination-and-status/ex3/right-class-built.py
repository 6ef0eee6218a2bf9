def update() -> dict:
    """Built from parts, so that numbers cannot disagree."""
    part = {"size": 25, "since": "14:02", "again": "14:40"}
    texts = {
        "known": "{size} % of checkouts fail since {since}. Order history is empty for the same customers. An Invoice goes through.",
        "unknown": "We are still counting how many orders were lost, if any.",
        "next": "The cause is clear, the repair is under way. Next update: {again}.",
    }
    return {
        "status": "identified", "components": ["Checkout", "Order history"],
        "affected_percent": part["size"], "next_update": part["again"],
    } | {name: text.format(**part) for name, text in texts.items()}
