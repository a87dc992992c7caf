"""The way to the model: one client for each process, and no retries of its own."""

from dataclasses import dataclass, field

from agents.models.openai_responses import OpenAIResponsesModel
from openai import AsyncOpenAI


@dataclass(frozen=True)
class ModelAccess:
    """Where the model is, and what one conversation with it may cost."""

    api_key: str = field(repr=False)
    base_url: str
    model: str
    max_turns: int = 8
    max_output_tokens: int = 4_000
    timeout_seconds: float = 60.0


def open_client(access: ModelAccess) -> AsyncOpenAI:
    """A client of our own; the SDK's process-wide default is left alone."""
    # The engine retries. Retries inside retries would multiply the load on a vendor in trouble.
    return AsyncOpenAI(
        api_key=access.api_key,
        base_url=access.base_url,
        timeout=access.timeout_seconds,
        max_retries=0,
    )


def open_model(access: ModelAccess, client: AsyncOpenAI) -> OpenAIResponsesModel:
    """The model behind the Responses API: OpenAI's, or anything that speaks like it."""
    return OpenAIResponsesModel(model=access.model, openai_client=client)
