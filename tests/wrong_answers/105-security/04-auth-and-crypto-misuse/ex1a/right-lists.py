def requests() -> dict:
    return {"company": ['mallory', 'read', '1046'], "deleted": ['finn', 'restore', '1046'], "verb": ['dora', '', '1042']}
