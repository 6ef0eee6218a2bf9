# fails: ex1-tests
# why: takes rows from a good day
def nights() -> list[dict]:
    """Give inputs for `observe` that notice slips in the night."""
    return [{"rows": [f"C-{n};KA-{n};rim;{30 + n};100;card" for n in range(25)]}]
