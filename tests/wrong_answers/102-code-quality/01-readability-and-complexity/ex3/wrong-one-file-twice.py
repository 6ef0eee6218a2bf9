# fails: ex3-tests
# why: counts a good file twice
def plan():
    return {"tidy": ["night.py", "refunds.py", "refunds.py", "receipts.py"], "leave": "bank_format.py", "misleads": ("zones_generated.py", "a script changes it")}
