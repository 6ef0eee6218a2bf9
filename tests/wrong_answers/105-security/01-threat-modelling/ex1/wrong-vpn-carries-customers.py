# fails: ex1-tests
# why: takes the people whose parcels the tool handles for those who type its requests
def review() -> dict:
    return {"forgotten": {4: "other teams", 5: "customers", 6: "customers"}, "no owner": 9}
