def machine(make):
    """Give a state machine that tests the waiting lists of make."""
    class Machine(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.real, self.model, self.limit = make(2), [], 2

        @rule(name=NAMES)
        def join(self, name):
            joins = name not in self.model and len(self.model) < self.limit
            self.model += [name] * joins
            assert self.real.join(name) == joins

        @rule()
        def serve(self):
            first = self.model.pop(0) if self.model else None
            assert self.real.serve() == first

        @rule(who=NAMES)
        def cancel(self, who):
            if who in self.model:
                del self.model[self.model.index(who)]
                assert self.real.cancel(who)
            else:
                assert not self.real.cancel(who)
            self.compare()

        @rule(most=st.integers(1, 4))
        def resize(self, most):
            self.real.resize(most)
            self.limit = most
            self.compare()

        @rule()
        def compare(self):
            assert self.real.waiting() == self.model
            assert self.real.free() == len(range(len(self.model), self.limit))

    return Machine

def verdict(edits):                            # the tests use it: leave it as it is
    return color(machine(waitlists(*edits)))
