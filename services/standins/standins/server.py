"""The web server that the stand-ins run on."""

import uvicorn
from fastapi import FastAPI

from standins.misbehaviour.connection import DroppableProtocol


def build_server(app: FastAPI, host: str, port: int) -> uvicorn.Server:
    """A uvicorn whose connections can be dropped without an answer."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            http=DroppableProtocol,
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=3,
        )
    )
