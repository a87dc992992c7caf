from tests.unit.worker.fakes.engine import Engine
from worker import flows


def test_the_listeners_are_what_the_functions_say(engine: Engine) -> None:
    assert flows.listeners(engine.functions) == {
        ("customer/email.received", "answer-email"),
        ("demo/greet", "greet-customer"),
        ("refund/approval.decided", "answer-email"),
        ("stripe/charge.refund.failed", "refund-failed"),
    }
