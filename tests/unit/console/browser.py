"""Behaves like a browser towards the console: cookies, Origin, forms."""

import re
from html import unescape
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI

from console.settings import Settings

HERE = "http://localhost:8080"


def settings(**changes: Any) -> Settings:
    values = {
        "app_env": "local",
        "database_url": "postgresql://nobody@localhost:1/none",
        "console_reviewers": "rita:rita's pass:word,sam:other",
        "console_session_secret": "a-secret-of-some-length",
        "ingress_url": "http://127.0.0.1:1",
    }
    return Settings(**(values | changes))


class Browser:
    """One person's. Every POST says where it comes from, as browsers do."""

    def __init__(self, app: FastAPI) -> None:
        transport = httpx.ASGITransport(app)
        self.client = httpx.AsyncClient(transport=transport, base_url=HERE)

    async def sign_in(self, name: str = "rita", password: str = "rita's pass:word") -> Any:
        return await self.post("/login", {"name": name, "password": password})

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers=headers)

    async def post(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        return await self.client.post(path, data=fields, headers={"Origin": HERE} | headers)

    async def form(self, approval: UUID | str) -> dict[str, str]:
        """The hidden fields of an approval's form."""
        page = (await self.get(f"/approvals/{approval}")).text
        form = page[page.index('<form method="post" action="/approvals') :]
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
        return {name: unescape(value) for name, value in found}

    async def decide(
        self, approval: UUID | str, verdict: str = "approve", **fields: str
    ) -> httpx.Response:
        sent = await self.form(approval) | {"verdict": verdict, "note": ""} | fields
        return await self.post(f"/approvals/{approval}/decide", sent)

    async def token_for_leaving(self) -> str:
        page = (await self.get("/approvals")).text
        found = re.search(r'name="token" value="([0-9a-f]+)"', page)
        assert found
        return found[1]
