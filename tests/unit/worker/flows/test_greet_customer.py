from uuid import UUID

from tests.unit.worker.fakes.engine import Engine, Run
from tests.unit.worker.fakes.world import World
from worker.ports.failures import Temporary

INBOX_ID = UUID("2f1c4b9a-5d0e-5c6f-8a57-0d2e4f6a8b1c")


async def greet(engine: Engine) -> Run:
    return await engine.run("greet-customer", "demo/greet", {"inbox_id": str(INBOX_ID)})


async def test_a_greeting_a_pause_and_a_farewell(world: World, engine: Engine) -> None:
    world.greeting_cards.names[INBOX_ID] = "Sara"
    run = await greet(engine)
    assert run.error is None
    assert run.calls == ["write-greeting", "pause", "write-farewell"]
    assert world.greeting_cards.greetings == {INBOX_ID: "Hello, Sara!"}
    assert world.greeting_cards.farewells == {INBOX_ID: "Farewell, Sara!"}


async def test_a_farewell_that_breaks_is_retried_and_the_greeting_is_not(
    world: World, engine: Engine
) -> None:
    world.greeting_cards.names[INBOX_ID] = "Sara"
    world.support_desk.moods.expect("say_farewell", *[Temporary("model is down")] * 3)
    run = await greet(engine)
    assert run.error is None
    assert world.support_desk.calls == ["greet", *["say_farewell"] * 4]


async def test_neither_name_nor_greeting_reaches_the_engine(world: World, engine: Engine) -> None:
    world.greeting_cards.names[INBOX_ID] = "Ophelia"
    run = await greet(engine)
    assert run.error is None
    assert "Ophelia" not in "".join(run.wire)
