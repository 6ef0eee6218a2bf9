# fails: ex3-tests-resize
# why: three names can wait, so a limit above three seems to be of no use
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

        @rule(name=NAMES)
        def cancel(self, name):
            waits = name in self.model
            self.model = [other for other in self.model if other != name]
            assert self.real.cancel(name) == waits

        @rule(limit=st.integers(1, 3))
        def resize(self, limit):
            self.real.resize(limit)
            self.limit = limit

        @invariant()
        def same_names(self):
            assert self.real.waiting() == self.model

        @invariant()
        def same_room(self):
            assert self.real.free() == max(0, self.limit - len(self.model))

    return Machine

def verdict(edits):                            # the tests use it: leave it as it is
    return color(machine(waitlists(*edits)))
