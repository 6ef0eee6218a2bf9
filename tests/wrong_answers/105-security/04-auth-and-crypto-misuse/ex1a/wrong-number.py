# fails: ex1a-tests-company
# why: gives the number as a number, which no parcel has
def requests() -> dict:
    return {"company": ('mallory', 'read', 1041), "deleted": ('carla', 'change', '1044'), "verb": ('carla', 'export', '1041')}
