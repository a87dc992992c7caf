"""The only place that names concrete adapters: settings in, ports out. Knows no engine."""

from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import structlog

from worker.adapters.postgres.case_files import PostgresCaseFiles
from worker.adapters.postgres.customer_records import PostgresCustomerRecords
from worker.adapters.postgres.database import Database, open_engine
from worker.adapters.postgres.greeting_cards import PostgresGreetingCards
from worker.adapters.postgres.opening import HouseRules
from worker.adapters.postgres.pickups import announce_listeners
from worker.adapters.postgres.refund_book import PostgresRefundBook
from worker.adapters.postgres.walk_ins import PostgresWalkIns
from worker.adapters.postmark_mailbox import PostmarkMailbox
from worker.adapters.slack_reviewers import SlackReviewers
from worker.adapters.stripe_payments import StripePayments
from worker.agent.model_access import ModelAccess
from worker.agent.support import OpenAISupportDesk
from worker.crash_points import crashing
from worker.ports import Ports
from worker.ports.failures import Temporary
from worker.ports.support_desk import SupportDesk
from worker.ports.walk_ins import WalkIns
from worker.settings import Settings, SettingsRefused, load

log = structlog.get_logger()


@dataclass(frozen=True)
class BackOffice:
    """The ports for the flows, and what the host itself needs of the database."""

    ports: Ports
    database: Database

    async def announce(self, listeners: Collection[tuple[str, str]]) -> None:
        """Tell ingress which function wants which event; see announce_listeners."""
        await announce_listeners(self.database, listeners)

    async def reachable(self) -> bool:
        """Whether Postgres answers."""
        try:
            await self.database.ping()
        except Temporary:
            return False
        except Exception as error:  # a readiness check must answer, whatever is wrong
            log.warning("postgres_check_broke", error=type(error).__name__)
            return False
        return True


@asynccontextmanager
async def open_back_office(settings: Settings) -> AsyncIterator[BackOffice]:
    """Everything, connected lazily: opening it succeeds while the vendors are down."""
    async with AsyncExitStack() as stack:
        engine = open_engine(settings.database_url.get_secret_value(), settings.worker_pool_size)
        stack.push_async_callback(engine.dispose)
        database = Database(engine)
        vendors = await stack.enter_async_context(httpx.AsyncClient())
        records = PostgresCustomerRecords(database)
        desk = OpenAISupportDesk(records, _model_access(settings))
        stack.push_async_callback(desk.close)
        ports = Ports(
            case_files=PostgresCaseFiles(database, _house_rules(settings), settings.refund_policy),
            customer_records=records,
            greeting_cards=PostgresGreetingCards(database),
            mailbox=PostmarkMailbox(
                vendors,
                settings.postmark_url,
                settings.postmark_server_token.get_secret_value(),
                settings.support_address,
            ),
            payments=StripePayments(
                vendors, settings.stripe_url, settings.stripe_api_key.get_secret_value()
            ),
            refund_book=PostgresRefundBook(database, settings.refund_policy),
            reviewers=SlackReviewers(vendors, settings.slack_url),
            support_desk=desk,
        )
        if settings.crash_at is not None:
            ports = crashing(ports, settings.crash_at, Path(settings.crash_marker))
        yield BackOffice(ports, database)


@asynccontextmanager
async def open_walk_in_desk() -> AsyncIterator[tuple[SupportDesk, WalkIns]]:
    """What the agent needs when it runs alone. Exits with the reasons if settings are refused."""
    try:
        settings = load()
    except SettingsRefused as refused:
        raise SystemExit(str(refused)) from None
    async with open_back_office(settings) as office:
        yield office.ports.support_desk, PostgresWalkIns(office.database)


def _model_access(settings: Settings) -> ModelAccess:
    return ModelAccess(
        api_key=settings.openai_api_key.get_secret_value(),
        base_url=settings.openai_url,
        model=settings.openai_model,
    )


def _house_rules(settings: Settings) -> HouseRules:
    per_hour, per_day = settings.reply_caps
    return HouseRules(frozenset({settings.support_address}), per_hour, per_day)
