def plan() -> dict:
    return {
        "measures": ['identity cards at sign-up', 'a second person approves exports'],
        "left": ['sign up', 'count parcel numbers'],
    }
