def requests() -> dict:
    desk = lesson.Portal(1)
    def first(holds):
        return next((who, verb, number) for who, user in lesson.PEOPLE.items() for verb in ("read", "share") for number, parcel in lesson.PARCELS.items()
            if desk.ask(who, verb, number) != "No such parcel." and holds(user, verb, parcel))
    return {
        "company": first(lambda u, v, p: v == "read" and u["company"] != p["company"] and u["id"] not in [p["owner"], *p["guests"]]),
        "deleted": first(lambda u, v, p: p["deleted"] and u["role"] == "member"),
        "verb": first(lambda u, v, p: v == "share" and p["owner"] == u["id"] and not p["deleted"]),
    }
