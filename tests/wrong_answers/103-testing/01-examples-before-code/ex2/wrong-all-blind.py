# fails: ex2-tests-strict ex2-tests-fine
# why: distrusts every test
def review() -> dict[int, str]:
    """Distrust everything."""
    return {number: "cannot fail" for number in range(1, 9)}
