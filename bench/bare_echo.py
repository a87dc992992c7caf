"""What ingress is measured against: FastAPI alone, which reads JSON and gives it back."""

from typing import Any

from fastapi import FastAPI

app = FastAPI()


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "alive"}


@app.post("/echo")
async def echo(body: dict[str, Any]) -> dict[str, Any]:
    return body
