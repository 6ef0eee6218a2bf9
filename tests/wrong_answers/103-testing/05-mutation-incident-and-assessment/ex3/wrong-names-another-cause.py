# fails: ex3-tests-analysis
# why: does all that is right, and says that a route asks nobody, while the cache mixed companies up
def respond(incident: Incident) -> None:
    """Play the drill by code. Leave it as it is if you played in the console."""
    incident.advance("5m")
    incident.logs("desk")
    incident.deploys()
    incident.advance("40s")
    incident.declare(severity=1)
    incident.act.set_cache(cache="week-cache", on=False)
    incident.hypothesis(component="week-cache", cause="missing authorization", trigger="deploy", onset="09:03")
    incident.act.rollback(service="calendars")
    incident.post(status="identified", components=["Room booking"], affected_count=2000, next_update="10m",
        text="Since 09:03 weeks of one company were shown to others. We have stopped that and are taking the change "
        "back. Please close calendars that are not yours.")
    incident.advance("3m")
    incident.act.purge_cache(cache="week-cache")
    incident.act.set_cache(cache="week-cache", on=True)
    incident.advance("4m")
    incident.post(status="resolved", components=["Room booking"],
        text="Every company sees its own calendars only. No data was lost. Each company hears from us today which of "
        "its weeks were shown to whom. We will review how this passed our tests.")
    incident.close()


print(hand_in("monday-desk", respond))
