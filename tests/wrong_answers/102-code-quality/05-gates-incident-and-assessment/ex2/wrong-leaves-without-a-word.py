# fails: ex2-tests-words
# why: the work is done, so nobody has to write
def respond(incident):
    incident.advance("5m30s")
    incident.look("topology")
    incident.declare(severity=3)
    incident.hypothesis(component="grades", cause="faulty flag", trigger="config change", onset="14:12")
    incident.act.set_flag(flag="decimal-marks", on=False)
    incident.post(
        status="identified", components=["Entering marks"], affected_percent=3, next_update="10m",
        text="Since 14:12 teachers of one school cannot save marks. A new feature is the reason. We are turning it off.",
    )
    incident.advance("7m")
    incident.close()


print(hand_in("one-tenant", respond))
