# fails: ex3-tests-left
# why: gives a reason of its own
def plan():
    return {"tidy": ["night.py", "statement.py", "refunds.py"], "leave": "bank_format.py", "misleads": ("zones_generated.py", "generated")}
