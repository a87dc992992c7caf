from pathlib import Path
from uuid import uuid4

import pytest

from tests.unit.worker.fakes.world import World
from worker.crash_points import CrashPoint, crashing
from worker.ports import Ports


class Died(BaseException):
    """The process is gone."""


def die(status: int) -> None:
    raise Died(status)


def doomed(world: World, point: str, marker: Path) -> Ports:
    return crashing(world.ports, CrashPoint.read(point), marker, die)


@pytest.mark.parametrize(("when", "told"), [("before", 0), ("after", 1)])
async def test_it_dies_on_the_named_side_of_the_effect(
    tmp_path: Path, when: str, told: int
) -> None:
    world = World()
    with pytest.raises(Died, match="137"):
        await doomed(world, f"reviewers.tell:{when}", tmp_path / "died").reviewers.tell(uuid4())
    assert len(world.reviewers.told) == told


async def test_it_dies_once_and_lives_on_after_a_restart(tmp_path: Path) -> None:
    world = World()
    ports = doomed(world, "reviewers.tell:after", tmp_path / "died")
    with pytest.raises(Died):
        await ports.reviewers.tell(uuid4())
    await doomed(world, "reviewers.tell:after", tmp_path / "died").reviewers.tell(uuid4())
    assert len(world.reviewers.told) == 2


async def test_other_methods_and_ports_are_unharmed(tmp_path: Path) -> None:
    world = World()
    ports = doomed(world, "mailbox.send:before", tmp_path / "died")
    assert await ports.mailbox.find(uuid4()) is None
    await ports.reviewers.tell(uuid4())
    assert not (tmp_path / "died").exists()


@pytest.mark.parametrize(
    "nonsense", ["", "mailbox", "mailbox.send", "mailbox.send:during", "post.send:after", ".:after"]
)
def test_a_point_that_is_none_is_refused(nonsense: str) -> None:
    with pytest.raises(ValueError, match=r"port\.method"):
        CrashPoint.read(nonsense)


def test_a_method_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="mailbox has no method sned"):
        doomed(World(), "mailbox.sned:after", tmp_path / "died")
