# fails: ex2-tests-resolution
# why: restarts three services that were well, and then does what was right
def respond(incident):
    incident.advance("5m30s")
    incident.look("topology")
    incident.declare(severity=3)
    incident.hypothesis(component="grades", cause="faulty flag", trigger="config change", onset="14:12")
    for service in ("grades", "notices", "gateway"):
        incident.act.restart(service=service)
    incident.act.set_flag(flag="decimal-marks", on=False)
    incident.post(
        status="identified", components=["Entering marks"], affected_percent=3, next_update="10m",
        text="Since 14:12 teachers of one school cannot save marks. A new feature is the reason. We are turning it off.",
    )
    incident.advance("7m")
    incident.post(
        status="resolved", components=["Entering marks"],
        text="All schools can save marks again. No data was lost, but marks that were refused have to be entered "
        "once more. We have written to the school, and will review how we bring new features to schools.",
    )
    incident.close()


print(hand_in("one-tenant", respond))
