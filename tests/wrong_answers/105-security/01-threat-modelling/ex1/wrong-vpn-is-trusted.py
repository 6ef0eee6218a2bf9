# fails: ex1-tests
# why: whoever is on the VPN has been let in, so the role in the request is believed
def review() -> dict:
    return {"forgotten": {4: "other teams", 6: "customers"}, "no owner": 9}
