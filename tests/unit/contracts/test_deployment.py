"""What a laptop may have and production may not."""

import pytest

from contracts.deployment import LOCAL_SECRETS, AppEnv, refusals


@pytest.mark.parametrize("env", list(AppEnv))
@pytest.mark.parametrize("empty", ["", "  ", "good,", ",good", "a,,b"])
def test_an_empty_secret_is_refused_everywhere(env, empty):
    assert refusals(env, {"JSON_WEBHOOK_TOKEN": empty}, {}) == [
        "JSON_WEBHOOK_TOKEN is empty: set it to a secret"
    ]


@pytest.mark.parametrize("secret", sorted(LOCAL_SECRETS))
def test_a_known_secret_is_for_laptops_only(secret):
    assert refusals(AppEnv.LOCAL, {"X": secret}, {}) == []
    (problem,) = refusals(AppEnv.PRODUCTION, {"X": secret}, {})
    assert problem.startswith("X is the default that comes with the repository")
    assert secret not in problem


def test_one_known_secret_in_a_rotation_is_enough_to_refuse():
    assert refusals(AppEnv.PRODUCTION, {"X": "whsec_mine, whsec_local_only"}, {})


@pytest.mark.parametrize(
    "url",
    [
        "http://standins:8090/postmark",
        "http://STANDINS/x",
        "http://localhost:1",
        "http://u:p@127.0.0.1:8090/x",
        "standins:8090",
    ],
)
def test_production_does_not_talk_to_a_stand_in(url):
    assert refusals(AppEnv.LOCAL, {}, {"POSTMARK_API_BASE": url}) == []
    (problem,) = refusals(AppEnv.PRODUCTION, {}, {"POSTMARK_API_BASE": url})
    assert problem.startswith("POSTMARK_API_BASE points at a stand-in")


def test_every_problem_is_told_at_once():
    problems = refusals(
        AppEnv.PRODUCTION, {"A": "", "B": "local-only", "C": "s3cret"}, {"D": "http://standins"}
    )
    assert [problem.split()[0] for problem in problems] == ["A", "B", "D"]


def test_a_vendors_url_and_a_secret_of_ones_own_are_welcome():
    assert refusals(AppEnv.PRODUCTION, {"A": "s3cret"}, {"B": "https://api.example.com"}) == []


def test_production_does_not_use_the_database_that_comes_with_the_repository():
    url = "postgresql://nervous_app:local-only@postgres:5432/nervous"
    assert refusals(AppEnv.LOCAL, {}, {}, url) == []
    (problem,) = refusals(AppEnv.PRODUCTION, {}, {}, url)
    assert problem.startswith("DATABASE_URL has the password")
    assert "local-only" not in problem
    mine = "postgresql://app:s3cret@ep-1-pooler.eu.neon.example/nervous?sslmode=require"
    assert refusals(AppEnv.PRODUCTION, {}, {}, mine) == []
