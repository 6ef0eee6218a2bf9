SECONDS = 30


def respond(incident):
    while not any(alert.rule == "OrderErrors" and alert.firing_ms for alert in incident.alerts()):
        incident.advance(SECONDS)
    incident.declare(severity=1)
    incident.post(
        status="investigating", components=["Orders"], affected_percent=90, next_update="10m",
        text="Since 15:12 nearly all orders fail. We are looking into it.",
    )
    incident.topology()
    incident.runbook("orders")
    incident.hypothesis(
        component="pricing", cause="retry storm", trigger="traffic spike", onset="15:12"
    )
    incident.note("without retries errors must fall within two minutes")
    incident.act.set_retries(caller="orders", to="pricing.quote", retries=0)
    incident.advance("2m")
    incident.post(
        status="monitoring", components=["Orders"], next_update="10m",
        text="Orders come back. We keep watching.",
    )
    incident.advance("6m")
    incident.act.set_retries(caller="orders", to="pricing.quote", retries=2, budget=0.1)
    incident.advance("3m")
    incident.post(
        status="resolved", components=["Orders"],
        text="Orders work normally again. No data was lost and nothing was charged twice. "
        "We will review what happened and report here.",
    )
    incident.close()


print(hand_in("retry-storm", respond))
