"""Settings of the whole suite."""

from hypothesis import settings

# The first call of a rule compiles it; a deadline would measure the compiler.
settings.register_profile("inspectorate", deadline=None, derandomize=True)
settings.load_profile("inspectorate")
