"""Print the exact versions that are installed, as pip constraints: `make lock`."""

from importlib.metadata import distributions

OWN = {"copydesk", "pip", "setuptools", "wheel"}

print("# The versions that CI and a fresh set-up install. Written by `make lock`; ranges stand in pyproject.toml.")
pins = {found.metadata["Name"].lower(): found.version for found in distributions() if found.metadata["Name"]}
for name, version in sorted(pins.items()):
    if name not in OWN:
        print(f"{name}=={version}")
