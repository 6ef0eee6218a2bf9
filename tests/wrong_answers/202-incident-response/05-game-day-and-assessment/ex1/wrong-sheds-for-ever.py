# fails: ex1-tests-cause
# why: the loop is broken once, and the next rush closes it again
def respond(incident):
    incident.advance("6m")
    incident.look("topology")
    incident.declare(severity=1)
    incident.post(
        status="investigating", components=["Orders"], affected_percent=90, next_update="10m",
        text="Since 15:12 nearly all orders fail. We are looking into it.",
    )
    incident.hypothesis(
        component="pricing", cause="retry storm", trigger="traffic spike", onset="15:12"
    )
    incident.act.shed(service="gateway", share=0.9)
    incident.advance("2m")
    incident.act.shed(service="gateway", share=0.0)
    incident.advance("8m")
    incident.post(
        status="resolved", components=["Orders"],
        text="Orders work normally again. No data was lost and nothing was charged twice. "
        "We will review what happened and report here.",
    )
    incident.close()


print(hand_in("retry-storm", respond))
