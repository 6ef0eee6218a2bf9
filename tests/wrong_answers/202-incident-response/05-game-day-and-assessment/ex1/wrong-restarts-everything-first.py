# fails: ex1-tests-cause
# why: restarts three services on the way to the right act, and none of them was ill
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
    for service in ("orders", "gateway", "pricing"):
        incident.act.restart(service=service, how="rolling")
        incident.advance("30s")
    incident.act.set_retries(caller="orders", to="pricing.quote", retries=0)
    incident.advance("8m")
    incident.post(
        status="resolved", components=["Orders"],
        text="Orders work normally again. No data was lost and nothing was charged twice. "
        "We will review what happened and report here.",
    )
    incident.close()


print(hand_in("retry-storm", respond))
