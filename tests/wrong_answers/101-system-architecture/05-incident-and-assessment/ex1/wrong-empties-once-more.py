# fails: ex1-tests-cause
# why: follows the old runbook as well, to be safe
def respond(incident):
    incident.advance("6m40s")
    incident.look("topology")
    incident.declare(severity=2)
    incident.post(
        status="investigating", components=["Sailings", "Log-in"], affected_percent=80, next_update="10m",
        text="Since 17:03 most sailings do not open, and some log-ins fail. We are looking into it.",
    )
    incident.hypothesis(component="departures", cause="cold cache", trigger="restart", onset="17:03")
    incident.act.shed(service="sailings", share=0.7)
    incident.act.warm_cache(cache="departures", items=4000)
    incident.advance("1m")
    incident.act.shed(service="sailings", share=0)
    incident.advance("1m")
    incident.act.purge_cache(cache="departures")
    incident.advance("8m")
    incident.post(
        status="resolved", components=["Sailings", "Log-in"],
        text="Sailings and log-in work normally again. No data was lost, and bookings hold. "
        "We will review what happened and report here.",
    )
    incident.close()


print(hand_in("ferry-friday", respond))
