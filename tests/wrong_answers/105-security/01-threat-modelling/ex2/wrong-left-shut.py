# fails: ex2-tests-left
# why: names a hole that is still there, and not the cheapest way
def plan() -> dict:
    return {
        "measures": ['identity cards at sign-up', 'a second person approves exports'],
        "left": ['sign up', 'climb out of the labels', 'use the keys'],
    }
