"""The flows on a small engine, in a world of fakes."""

from datetime import timedelta

import pytest

from tests.unit.worker.fakes.engine import Engine
from tests.unit.worker.fakes.world import World
from worker import flows
from worker.timings import Timings

TIMINGS = Timings(refund_approval=timedelta(hours=4), greeting_pause=timedelta(seconds=15))


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def engine(world: World) -> Engine:
    return Engine(world.clock, lambda client: flows.build(client, world.ports, TIMINGS))
