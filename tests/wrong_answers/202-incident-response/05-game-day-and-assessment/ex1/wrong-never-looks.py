# fails: ex1-tests, ex1-tests-analysis
# why: plays what a friend told, and looks at nothing
def respond(incident):
    incident.advance("5m45s")
    incident.declare(severity=1)
    incident.post(status="investigating", components=["Orders"], affected_percent=90, next_update="10m",
        text="Since 15:12 nearly all orders end with an error. We are looking into it.")
    incident.hypothesis(component="pricing", cause="retry storm", trigger="traffic spike", onset="15:12")
    incident.act.set_retries(caller="orders", to="pricing.quote", retries=0)
    incident.advance("8m")
    incident.post(status="resolved", components=["Orders"],
        text="Orders work normally again. No data was lost: an order that failed was not charged. "
        "We will review how we deal with a rush, and report here.")
    incident.close()


print(hand_in("retry-storm", respond))
