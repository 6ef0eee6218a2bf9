# fails: ex1-tests, ex1-tests-words
# why: watches, understands, and hopes that it heals
def respond(incident):
    incident.advance("6m40s")
    incident.look("topology")
    incident.hypothesis(component="departures", cause="cold cache", trigger="restart", onset="17:03")
    incident.advance("20m")


print(hand_in("ferry-friday", respond))
