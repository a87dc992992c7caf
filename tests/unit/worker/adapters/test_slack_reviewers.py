import json
from uuid import UUID

import httpx
import pytest

from tests.unit.worker.adapters.vendor import Vendor, answering, breaking
from worker.adapters.slack_reviewers import SlackReviewers
from worker.ports.failures import Permanent, Temporary

APPROVAL_ID = UUID("33333333-3333-5333-8333-333333333333")
SECRET_URL = "http://slack.test/services/T0/B0/very-secret"


def reviewers(vendor: Vendor) -> SlackReviewers:
    return SlackReviewers(vendor.client, SECRET_URL)


async def test_an_approval_is_announced_by_its_id() -> None:
    vendor = Vendor(lambda _request: httpx.Response(200, text="ok"))
    await reviewers(vendor).tell(APPROVAL_ID)
    [request] = vendor.asked
    assert str(request.url) == SECRET_URL
    assert str(APPROVAL_ID) in json.loads(request.content)["text"]


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_busy_vendor_is_temporary(status: int) -> None:
    with pytest.raises(Temporary):
        await reviewers(answering(status)).tell(APPROVAL_ID)


@pytest.mark.parametrize("status", [400, 403, 404, 410])
async def test_a_refusal_is_permanent_and_keeps_the_url_secret(status: int) -> None:
    with pytest.raises(Permanent) as caught:
        await reviewers(answering(status)).tell(APPROVAL_ID)
    assert "very-secret" not in str(caught.value)


async def test_an_unreachable_vendor_is_temporary_and_keeps_the_url_secret() -> None:
    with pytest.raises(Temporary) as caught:
        await reviewers(breaking(httpx.ConnectError(SECRET_URL))).tell(APPROVAL_ID)
    assert "very-secret" not in str(caught.value)
