"""Tests. None measures time: hypothesis sets no deadline, and a busy machine fails nobody."""

from hypothesis import HealthCheck, settings

settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")
