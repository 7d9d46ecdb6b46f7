"""How many steps the machine takes. Derandomised: every run takes the same ones, so that a failure is there again."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

COMMON = settings(
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)

settings.register_profile("machine-quick", COMMON, max_examples=4, stateful_step_count=25)
settings.register_profile("machine-long", COMMON, max_examples=90, stateful_step_count=50)
settings.register_profile(
    "machine-sabotaged", COMMON, max_examples=20, stateful_step_count=50, phases=[Phase.generate], print_blob=False
)
