def requests() -> dict:
    return {"company": ('erin', 'read', '1043'), "deleted": ('dora', 'read', '1044'), "verb": ('mallory', 'restore', '1045')}
