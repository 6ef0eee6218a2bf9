def update() -> dict:
    """As few words as will do."""
    post = dict(status="identified", components=["Order history", "Checkout"], affected_percent=30.0, next_update="14:45")
    post["known"] = "Three in ten checkouts (30.0 %) fail since 14:02; order histories look empty. Invoices work."
    post["unknown"] = "When histories will be complete again."
    post["next"] = "Undoing our change; news at 14:45 here."
    return post
