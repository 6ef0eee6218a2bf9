# fails: ex1-tests
# why: takes a whole day to be safe
def nights() -> list[dict]:
    """Give inputs for `observe` that notice slips in the night."""
    return [{"rows": [f"C-{n};KA-{n};rim;{30 + n};100;card" for n in range(200)], "locked": [5]}]
