# fails: ex2-tests-words
# why: posts once, when it is over
def respond(incident):
    incident.advance("5m30s")
    incident.look("topology")
    incident.declare(severity=3)
    incident.hypothesis(component="grades", cause="faulty flag", trigger="config change", onset="14:12")
    incident.act.set_flag(flag="decimal-marks", on=False)
    incident.advance("7m")
    incident.post(
        status="resolved", components=["Entering marks"],
        text="All schools can save marks again. No data was lost, but marks that were refused have to be entered "
        "once more. We have written to the school, and will review how we bring new features to schools.",
    )
    incident.close()


print(hand_in("one-tenant", respond))
