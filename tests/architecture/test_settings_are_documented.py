"""`.env.example` names every setting there is, with the value that holds without it."""

import re
from pathlib import Path

import console.settings
import ingress.settings
import worker.settings

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / ".env.example").read_text()
COMPOSE = (ROOT / "compose.yaml").read_text()

# Compose's wiring between its own services: not for a user to set.
INTERNAL = {
    "STANDINS_URL", "INGRESS_URL", "WORKER_ORIGIN", "WORKER_PORT", "CRASH_AT", "CRASH_MARKER",
}  # fmt: skip
# Looked at only to be refused.
REFUSED = {"INNGEST_DEV"}
# Compose's own, or promised for what comes next; every one is used in compose.yaml.
BEYOND_THE_CLASSES = {
    "MIGRATIONS_DATABASE_URL", "SLACK_SIGNING_SECRET",
    "INNGEST_TICK", "DASHBOARD_USER", "DASHBOARD_PASSWORD",
    "INGRESS_PORT", "CONSOLE_PORT", "DASHBOARD_PORT", "STANDINS_PORT", "COMPOSE_PROJECT_NAME",
    "POSTGRES_IMAGE", "VALKEY_IMAGE", "INNGEST_IMAGE", "CADDY_IMAGE", "PYTHON_IMAGE",
}  # fmt: skip


def documented() -> dict[str, str]:
    return dict(re.findall(r"^#?([A-Z][A-Z_]+)=(.*)$", EXAMPLE, re.M))


def fields() -> set[str]:
    classes = (console.settings.Settings, ingress.settings.Settings, worker.settings.Settings)
    return {name.upper() for settings in classes for name in settings.model_fields}


def test_every_setting_is_in_the_example_and_every_example_is_a_setting() -> None:
    assert set(documented()) == (fields() - INTERNAL - REFUSED) | BEYOND_THE_CLASSES


def test_every_documented_setting_reaches_a_service() -> None:
    for name in set(documented()) - {"COMPOSE_PROJECT_NAME"}:
        assert re.search(rf"\$\{{{name}[:}}-]|^ +{name}:", COMPOSE, re.M), name


def test_every_variable_of_compose_is_documented() -> None:
    variables = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))
    assert variables - set(documented()) == {"USER", "NERVE_USER"}


def test_the_example_shows_the_defaults_of_compose() -> None:
    shown = documented()
    defaults = re.findall(r"\$\{([A-Z_]+):?-([^${}]*)\}", COMPOSE)
    # The owner's URL stands in for migrations where no other is given.
    wrong = {
        (name, value)
        for name, value in defaults
        if name in shown and value not in (shown[name], shown["MIGRATIONS_DATABASE_URL"])
    }
    assert wrong == set()
    assert len(defaults) > 20


def test_the_example_as_it_is_changes_nothing() -> None:
    assert re.findall(r"^[A-Z_]+=", EXAMPLE, re.M) == []
