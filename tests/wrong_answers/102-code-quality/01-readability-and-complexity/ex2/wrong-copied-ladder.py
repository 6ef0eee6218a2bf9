# fails: ex2-tests-shape
# why: renames the ladder and calls it done
def fee(minutes, zone, kind, sunday):
    """Give the fee in cents, as it grew over six years."""
    if minutes > 0:
        if kind != "pass":
            if sunday and zone == "rim":
                return 0
            else:
                if zone == "centre":
                    if minutes <= 15:
                        fee = 0
                    elif minutes <= 60:
                        fee = 250
                    elif minutes <= 120:
                        fee = 450
                    elif minutes <= 300:
                        fee = 900
                    else:
                        fee = 1500
                else:
                    if zone == "station":
                        if minutes < 10:
                            fee = 0
                        elif minutes <= 30:
                            fee = 100
                        elif minutes <= 60:
                            fee = 300
                        else:
                            fee = 800
                    else:
                        if minutes <= 60:
                            fee = 100
                        elif minutes <= 600:
                            fee = 300
                        else:
                            fee = 500
                if kind == "resident":
                    if fee > 100:
                        fee = fee // 2
                return fee
        else:
            return 0
    else:
        raise ValueError("a stay has at least one minute")
