"""How hypothesis runs the property tests: for everybody, and for mutation testing."""

from hypothesis import HealthCheck, Phase, settings

# How long a test takes is measured by the benchmarks; a busy machine fails no test.
settings.register_profile(
    "lacxl",
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
settings.load_profile("lacxl")

# `python -m tests.mutation` takes the same examples each time, and makes none smaller.
settings.register_profile(
    "mutation",
    settings.get_profile("lacxl"),
    derandomize=True,
    max_examples=30,
    phases=(Phase.explicit, Phase.generate),
)
