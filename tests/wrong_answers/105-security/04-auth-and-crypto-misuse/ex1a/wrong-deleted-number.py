# fails: ex1a-tests-rows
# why: gives the deleted parcel's number as a number
def requests() -> dict:
    return {"company": ('mallory', 'read', '1041'), "deleted": ('carla', 'change', 1044), "verb": ('carla', 'export', '1041')}
