def designs():
    return dict(
        memory=["e", "nobody", "silent"],
        writer=["c", "nobody", "loud"],
        outcome=["c", "loud", "silent"],
        notice=["c", "nobody", "silent"],
    )
