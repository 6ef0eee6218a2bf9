# fails: ex1-tests
# why: takes the release back on all nodes, which tells as much and costs four times as much
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return dict(enumerate('cccbdabb', start=1))
