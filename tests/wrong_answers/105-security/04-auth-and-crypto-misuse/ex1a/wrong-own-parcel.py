# fails: ex1a-tests-company
# why: takes a parcel of one's own
def requests() -> dict:
    return {"company": ('mallory', 'read', '1045'), "deleted": ('carla', 'change', '1044'), "verb": ('carla', 'export', '1041')}
