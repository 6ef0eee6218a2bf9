# fails: ex1a-tests-company
# why: takes a member, whom the portal refuses
def requests() -> dict:
    return {"company": ('dora', 'read', '1046'), "deleted": ('carla', 'change', '1044'), "verb": ('carla', 'export', '1041')}
