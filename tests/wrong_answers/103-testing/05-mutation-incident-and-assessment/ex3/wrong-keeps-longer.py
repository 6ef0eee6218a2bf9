# fails: ex3-tests-resolution
# why: believes the tickets about speed, keeps weeks longer, and waits whether that helps
def respond(incident: Incident) -> None:
    """Play the drill by code. Leave it as it is if you played in the console."""
    incident.advance("6m")
    incident.look("topology")
    incident.declare(severity=1)
    incident.act.set_cache(cache="week-cache", ttl="10m")
    incident.advance("5m")
    incident.hypothesis(component="week-cache", cause="cross-tenant cache", trigger="deploy", onset="09:03")
    incident.act.rollback(service="calendars")
    incident.post(status="identified", components=["Room booking"], affected_count=2000, next_update="10m",
        text="Since 09:03 weeks of one company were shown to others. We have stopped that and are taking the change "
        "back. Please close calendars that are not yours.")
    incident.advance("3m")
    incident.advance("4m")
    incident.post(status="resolved", components=["Room booking"],
        text="Every company sees its own calendars only. No data was lost. Each company hears from us today which of "
        "its weeks were shown to whom. We will review how this passed our tests.")
    incident.close()


print(hand_in("monday-desk", respond))
