# fails: ex1-tests-words
# why: posts once, when it is over
def respond(incident):
    incident.advance("6m40s")
    incident.look("topology")
    incident.declare(severity=2)
    incident.hypothesis(component="departures", cause="cold cache", trigger="restart", onset="17:03")
    incident.act.shed(service="sailings", share=0.7)
    incident.act.warm_cache(cache="departures", items=4000)
    incident.advance("1m")
    incident.act.shed(service="sailings", share=0)
    incident.advance("8m")
    incident.post(
        status="resolved", components=["Sailings", "Log-in"],
        text="Sailings and log-in work normally again. No data was lost, and bookings hold. "
        "We will review what happened and report here.",
    )
    incident.close()


print(hand_in("ferry-friday", respond))
