# fails: ex2-tests-words
# why: mends it and tells nobody
def respond(incident):
    incident.advance("5m30s")
    incident.look("topology")
    incident.declare(severity=3)
    incident.hypothesis(component="grades", cause="faulty flag", trigger="config change", onset="14:12")
    incident.act.set_flag(flag="decimal-marks", on=False)
    incident.advance("7m")
    incident.close()


print(hand_in("one-tenant", respond))
