# fails: ex1a-tests-company
# why: changes another company's parcel, where reading is asked for
def requests() -> dict:
    return {"company": ('mallory', 'change', '1041'), "deleted": ('carla', 'change', '1044'), "verb": ('carla', 'export', '1041')}
