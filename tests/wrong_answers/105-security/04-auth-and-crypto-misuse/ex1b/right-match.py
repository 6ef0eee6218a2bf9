def may(user: dict | None, verb: str, parcel: dict | None) -> bool:
    match user, parcel:
        case {"id": me, "company": mine, "role": role}, {"owner": owner, "company": theirs, "guests": guests, "deleted": gone}:
            boss = role == "manager" and mine == theirs
            match verb:
                case "read":
                    return boss or (not gone and (me == owner or me in guests))
                case "change":
                    return not gone and me == owner
                case "delete":
                    return not gone and (boss or me == owner)
                case "restore":
                    return gone and boss
    return False
