# fails: ex3-tests-cancel
# why: takes the model from the list after each cancellation, so that it follows its faults
def check_waitlist(make, steps=None) -> None:
    """Raise an error if steps, or some drawn run, show that the lists of make are wrong."""
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
            if waits:
                self.model.remove(name)
            assert self.real.cancel(name) == waits
            self.model = list(self.real.waiting())

        @rule(limit=st.integers(1, 4))
        def resize(self, limit):
            self.real.resize(limit)
            self.limit = limit

        @invariant()
        def same_names(self):
            assert self.real.waiting() == self.model

        @invariant()
        def same_room(self):
            assert self.real.free() == max(0, self.limit - len(self.model))

    if steps is None:
        return run_state_machine_as_test(Machine, settings=settings(max_examples=300))
    machine = Machine()
    for name, *arguments in steps:
        getattr(machine, name)(*arguments)
        machine.same_names(), machine.same_room()
