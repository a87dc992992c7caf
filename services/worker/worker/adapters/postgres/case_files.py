"""Keeps ports.CaseFiles: each method is one transaction, written out in the module it names."""

import asyncio
from datetime import timedelta
from time import monotonic
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from worker.adapters.postgres import opening, reading, replies, turns
from worker.adapters.postgres.database import Database
from worker.adapters.postgres.opening import HouseRules
from worker.domain.case import Case, Reply
from worker.domain.refund import RefundPolicy, RefundProposal
from worker.ports.case_files import Opened, OutgoingReply, Paused, Turn, Usage

LOOK_AGAIN_S = 0.5


class PostgresCaseFiles:
    """The support desk's memory, in Postgres."""

    def __init__(self, database: Database, rules: HouseRules, policy: RefundPolicy) -> None:
        self._database = database
        self._rules = rules
        self._policy = policy

    async def open(self, inbox_id: UUID, function_id: str, run_id: str) -> Opened:
        """See ports.CaseFiles.open."""
        return await self._database.transaction(
            lambda c: opening.open_case(c, self._rules, inbox_id, function_id, run_id)
        )

    async def load(self, message_id: UUID) -> Case:
        """See ports.CaseFiles.load."""
        return await self._database.transaction(lambda c: reading.load_case(c, message_id))

    async def turn(self, message_id: UUID) -> Turn | None:
        """See ports.CaseFiles.turn."""
        return await self._database.transaction(lambda c: reading.read_turn(c, message_id))

    async def file_reply(self, message_id: UUID, round: int, reply: Reply, usage: Usage) -> Turn:
        """See ports.CaseFiles.file_reply."""

        async def work(connection: AsyncConnection) -> Turn:
            await turns.file_reply(connection, message_id, round, reply, usage)
            return await _turn_of(connection, message_id)

        return await self._database.transaction(work)

    async def file_pause(
        self,
        message_id: UUID,
        round: int,
        state: str,
        proposals: tuple[RefundProposal, ...],
        usage: Usage,
        expires_in: timedelta,
        run_id: str,
    ) -> Turn:
        """See ports.CaseFiles.file_pause."""

        async def work(connection: AsyncConnection) -> Turn:
            await turns.file_pause(
                connection,
                message_id,
                round,
                state,
                proposals,
                usage,
                expires_in,
                self._policy,
                run_id,
            )
            return await _turn_of(connection, message_id)

        return await self._database.transaction(work)

    async def settle(self, message_id: UUID, round: int, run_id: str) -> None:
        """See ports.CaseFiles.settle."""
        await self._database.transaction(lambda c: turns.settle(c, message_id, round, run_id))

    async def paused(self, message_id: UUID, round: int) -> Paused | None:
        """See ports.CaseFiles.paused."""
        return await self._database.transaction(lambda c: reading.read_paused(c, message_id, round))

    async def claim_reply(self, reply_id: UUID, lease: timedelta) -> OutgoingReply | None:
        """See ports.CaseFiles.claim_reply."""
        patience = monotonic() + lease.total_seconds()
        while True:
            try:
                return await self._database.transaction(lambda c: replies.claim(c, reply_id, lease))
            except replies.Held:
                # Waiting here spends no try of the engine's, whose tries are for real trouble.
                if monotonic() > patience:
                    raise
            await asyncio.sleep(LOOK_AGAIN_S)

    async def reply_sent(self, reply_id: UUID, provider_id: str, run_id: str) -> None:
        """See ports.CaseFiles.reply_sent."""
        await self._database.transaction(
            lambda c: replies.mark_sent(c, reply_id, provider_id, run_id)
        )


async def _turn_of(connection: AsyncConnection, message_id: UUID) -> Turn:
    turn = await reading.read_turn(connection, message_id)
    assert turn is not None, "filed a moment ago in this transaction"
    return turn
