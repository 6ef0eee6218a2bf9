def verdicts():
    """Say for each plan what the visitor gets, and which plan to merge."""
    said = dict(zip("ABCD", ["same", "broken", "broken", "sooner"]))
    said["merge"] = "D"
    return said
