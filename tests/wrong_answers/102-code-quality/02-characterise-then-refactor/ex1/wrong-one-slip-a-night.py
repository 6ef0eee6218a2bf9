# fails: ex1-tests-rows
# why: stops as soon as the five slips of the page are noticed
def nights() -> list[dict]:
    """Give inputs for `observe` that notice slips in the night."""
    return [{"rows": ["A-1;KA-1;centre;45;100;card", "A-1;KA-1;centre;45;100;card", "T-1;X;rim;3;0;test"]}, {"rows": ["A-1;KA-1;rim;30;100;card"], "locked": [1]}]
