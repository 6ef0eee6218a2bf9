# fails: ex1a-tests-rows
# why: takes a parcel that is there
def requests() -> dict:
    return {"company": ('mallory', 'read', '1041'), "deleted": ('carla', 'change', '1041'), "verb": ('carla', 'export', '1041')}
