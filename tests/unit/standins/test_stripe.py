"""notstripe holds the charges behind the seeded orders."""

import re
from contextlib import closing
from pathlib import Path

import pytest
import stripe
from starlette.testclient import TestClient

KEY = {"authorization": "Bearer sk_test_local_only"}
SEED = Path("migrations/versions/2026_11_22_2235_seed_customers.py")


def test_the_ledger_holds_the_charges_of_the_seeded_orders(client: TestClient) -> None:
    row = re.compile(r"'([^']+)',\s+(\d+), '(paid|failed)',\s+'(ch_\d+)'")
    seeded = {
        charge: (int(cents), "succeeded", description)
        for description, cents, _, charge in row.findall(_seed_rows())
    }
    charges = client.get("/stripe/v1/charges?limit=100", headers=KEY).json()["data"]
    held = {one["id"]: (one["amount"], one["status"], one["description"]) for one in charges}
    assert held == seeded
    assert len(held) == 8


def test_stripes_own_client_reads_a_charge(live_url: str) -> None:
    with closing(stripe.HTTPXClient(allow_sync_methods=True)) as connections:
        addresses: stripe.BaseAddresses = {"api": f"{live_url}/stripe"}
        client = stripe.StripeClient("sk_test_x", base_addresses=addresses, http_client=connections)
        charge = client.v1.charges.retrieve("ch_1006")
        assert (charge.amount, charge.status, charge.currency) == (1900, "succeeded", "usd")
        with pytest.raises(stripe.InvalidRequestError) as error:
            client.v1.charges.retrieve("ch_9")
        assert error.value.code == "resource_missing"


def test_a_list_goes_on_after_its_cursor(client: TestClient) -> None:
    first = client.get("/stripe/v1/charges?limit=5", headers=KEY).json()
    assert first["has_more"]
    cursor = first["data"][-1]["id"]
    rest = client.get(f"/stripe/v1/charges?starting_after={cursor}", headers=KEY).json()
    assert not rest["has_more"]
    assert len({one["id"] for one in first["data"] + rest["data"]}) == 8


@pytest.mark.parametrize("header", ["", "Bearer ", "Basic !!", "Basic Og==", "Digest x"])
def test_a_call_without_a_key_is_refused(client: TestClient, header: str) -> None:
    answer = client.get("/stripe/v1/charges", headers={"authorization": header})
    assert answer.status_code == 401
    assert "API key" in answer.json()["error"]["message"]


def test_a_key_may_come_as_the_user_of_basic_authentication(client: TestClient) -> None:
    assert client.get("/stripe/v1/charges/ch_1001", auth=("sk_test_x", "")).status_code == 200


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "limit=1000", "starting_after=ch_9"])
def test_a_list_with_a_bad_page_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/stripe/v1/charges?{query}", headers=KEY).status_code in (400, 404)


def _seed_rows() -> str:
    root = Path(__file__).parents[3]
    return (root / SEED).read_text().split("INSERT INTO orders", 1)[1]
