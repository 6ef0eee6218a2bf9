# fails: ex1-tests-words
# why: posts once, when it is over
def respond(incident):
    incident.advance("6m")
    incident.look("topology")
    incident.declare(severity=1)
    incident.hypothesis(
        component="pricing", cause="retry storm", trigger="traffic spike", onset="15:12"
    )
    incident.act.set_retries(caller="orders", to="pricing.quote", retries=0)
    incident.advance("8m")
    incident.post(
        status="resolved", components=["Orders"],
        text="Orders work normally again. No data was lost and nothing was charged twice. "
        "We will review what happened and report here.",
    )
    incident.close()


print(hand_in("retry-storm", respond))
