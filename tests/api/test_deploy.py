"""What an operator starts names what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from api.auth.scopes import Scope
from api.http.connections import ConnectionLimits
from api.settings import Settings
from optimizer.domain.village_sizes import VillageSizes

ROOT = Path(__file__).parents[2]
FILES = ("Dockerfile", "compose.yaml", "api/deploy/liengia.service", "api/README.md")
KNOWN = {name.upper() for name in Settings.model_fields} | {
    f"MAX_VILLAGE_{name.upper()}" for name in VillageSizes.model_fields
}
"""Every setting, without the ``LIENGIA_`` before it."""


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_that_every_setting_is_one() -> None:
    """Tests that no file sets or explains a variable that the service does not read."""
    known = {f"LIENGIA_{name}" for name in KNOWN}
    named = {name for file in FILES for name in re.findall(r"\bLIENGIA_[A-Z_]*[A-Z]\b", text(file))}
    assert named
    assert named <= known


@pytest.mark.parametrize("name", ["SECURITY.md", "api/README.md"])
def test_that_the_tables_of_limits_name_settings(name: str) -> None:
    """Tests that every limit in a table is a setting, and the connection's are all there."""
    rows = [line for line in text(name).splitlines() if line.startswith("| ") and "`" in line]
    named = {word for row in rows for word in re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", row)}
    assert named - {"OUT_OF_MEMORY"} <= KNOWN
    assert {field.upper() for field in ConnectionLimits.__slots__} <= named


def test_that_the_image_copies_what_is_there() -> None:
    """Tests that every path of the image's recipe is in the repository."""
    recipe = re.sub(r"\\\n\s*", " ", text("Dockerfile"))
    copied = re.findall(r"^COPY (?!--from)(\S+)", recipe, re.MULTILINE)
    run = re.findall(r"python (api/\S+\.py)", recipe)
    assert copied
    assert run
    assert [path for path in (*copied, *run) if not (ROOT / path).exists()] == []


def test_that_the_image_leaves_nothing_of_a_checkout_behind() -> None:
    """Tests that what git ignores at the top stays out of the image too."""
    ignored = {line.strip("/") for line in text(".gitignore").splitlines()}
    kept_out = {line.removeprefix("**/") for line in text(".dockerignore").splitlines()}
    assert {".venv", "__pycache__", "node_modules", "demo", "out"} <= ignored & kept_out


def test_that_the_services_of_the_compose_file_know_each_other() -> None:
    """Tests that every service, network and volume that one names is defined, and pinned down."""
    compose = yaml.safe_load(text("compose.yaml"))
    services = compose["services"]
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        assert set(service["networks"]) <= set(compose["networks"])
        mounted = {volume.split(":")[0] for volume in service.get("volumes", [])}
        assert mounted <= set(compose["volumes"])
        assert "healthcheck" in service or "build" in service
    assert services["service"]["ports"] == ["127.0.0.1:8000:8000"]
    assert compose["networks"]["inside"] == {"internal": True}


@pytest.mark.parametrize(
    "name", ["compose.yaml", "api/deploy/liengia.service", "api/cli/service_commands.py"]
)
def test_that_the_first_key_lets_its_owner_plan(name: str) -> None:
    """Tests that whoever is told how to make a key gets one that plans and shows the plan."""
    command = re.search(r"keys create --name \w+(?:[\s\\#\"]+--scope \w+)+", text(name))
    assert command is not None
    scopes = set(re.findall(r"--scope (\w+)", command.group()))
    assert scopes == {Scope.OPTIMIZE, Scope.READ, Scope.HOUSEHOLDS}


def test_that_no_password_is_written_down() -> None:
    """Tests that the compose file asks for the password and has none of its own."""
    passwords = re.findall(r"(?:PASSWORD: |liengia:)(\S+)", text("compose.yaml"))
    assert passwords
    assert all(password.startswith("${DATABASE_PASSWORD:?set") for password in passwords)


def test_that_every_container_is_shut_in() -> None:
    """Tests that none may write its own image, gain rights, or take all memory and processes."""
    services = yaml.safe_load(text("compose.yaml"))["services"]
    for service in services.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert {"mem_limit", "pids_limit"} <= service.keys()
    ours = [service for name, service in services.items() if name != "database"]
    assert [service["user"] for service in ours] == ["10001:10001"] * 3
    assert not any("cap_add" in service for service in ours)


def test_that_the_unit_is_shut_in() -> None:
    """Tests that the unit keeps what `systemd-analyze security` counts, and limits its memory."""
    options: dict[str, list[str]] = {}
    for line in text("api/deploy/liengia.service").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            options.setdefault(name, []).append(value)
    for name in UNIT_SAYS_YES:
        assert options[name] == ["yes"], name
    assert options["CapabilityBoundingSet"] == options["AmbientCapabilities"] == [""]
    assert options["ProtectSystem"] == ["strict"]
    assert options["ProtectProc"] == ["invisible"]
    assert options["UMask"] == ["0077"]
    assert {"MemoryMax", "MemorySwapMax", "TasksMax"} <= options.keys()
    assert options["SystemCallFilter"][:2] == [
        "@system-service",
        "~@privileged @resources @obsolete @keyring",
    ]


UNIT_SAYS_YES = (
    "DynamicUser",
    "LockPersonality",
    "MemoryDenyWriteExecute",
    "NoNewPrivileges",
    "PrivateDevices",
    "PrivateIPC",
    "PrivateTmp",
    "PrivateUsers",
    "ProtectClock",
    "ProtectControlGroups",
    "ProtectHome",
    "ProtectHostname",
    "ProtectKernelLogs",
    "ProtectKernelModules",
    "ProtectKernelTunables",
    "RemoveIPC",
    "RestrictNamespaces",
    "RestrictRealtime",
    "RestrictSUIDSGID",
)
