# fails: ex1a-tests-company
# why: takes a guest of another company for a stranger
def requests() -> dict:
    return {"company": ('finn', 'read', '1041'), "deleted": ('carla', 'change', '1044'), "verb": ('carla', 'export', '1041')}
