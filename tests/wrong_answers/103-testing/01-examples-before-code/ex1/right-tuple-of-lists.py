def examples():
    """Lists and tuples where others have tuples and lists."""
    return (
        [[45, "mon", False], 1200], [[75, "mon", False], 2400], [[180, "tue", False], 3600], [[30, "wed", True], 1080], [[15, "wed", False], "ValueError"],
        [[600, "thu", False], 10200], [[610, "thu", True], "ValueError"], [[540, "sat", True], 12555],
        [[540, "sun", True], 13950], [[60, "sat", False], 1800], [[540, "fri", True], 8370], [[540, "sun", False], 13950],
    )
