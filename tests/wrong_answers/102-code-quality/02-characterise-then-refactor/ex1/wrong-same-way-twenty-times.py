# fails: ex1-tests
# why: walks one branch twenty times
def nights() -> list[dict]:
    """Give inputs for `observe` that notice slips in the night."""
    return [{"rows": [f"C-{n};KA-{n};centre;{45 + n};100;card" for n in range(20)], "locked": [1]}]
