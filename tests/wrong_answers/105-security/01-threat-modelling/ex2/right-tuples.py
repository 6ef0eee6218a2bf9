def plan() -> dict:
    return {
        "measures": ('decode labels, then check', 'a second person approves exports', "check the parcel's owner"),
        "left": ('find an old backup', 'read the backup'),
    }
