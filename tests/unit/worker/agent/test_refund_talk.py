"""Whether a text claims a refund is decided by rules; here is what they make of real sentences."""

import pytest

from worker.agent.refund_talk import Talk, talk_about_refunds

CLAIMS = """
Your refund has been issued.
We have refunded 49.00 USD.
I've issued a refund of 49.00 USD for order ord_1002.
Your money is on its way.
You will receive your refund within 5 days.
We'll refund you right away.
We will look into it and refund you.
No worries, your refund has been issued.
No problem your refund has been issued.
Do not worry your refund issued
The 49.00 USD is back on your card.
Although declined at first, your refund has been issued.
It was not approved at first. Now it has been refunded.
I have approved and processed your refund.
Your refund request has been approved.
We have approved your refund request.
Refund completed
Refund: done.
Ihre Rückerstattung wurde veranlasst.
Votre remboursement a été effectué.
Tu reembolso está en camino.
お客様への返金が完了しました。
It was not only approved, we also sent your money back.
I am pleased to confirm your reimbursement of $49.
We returned the payment to you.
The second charge has been reversed.
Your refund is being processed.
We credited your account with 49.
A credit of 49 USD has been applied to your account.
We sent 49.00 USD to your card.
Your r\u0435fund has been issued.
Your r e f u n d has been issued.
Your \uff52\uff45\uff46\uff55\uff4e\uff44 has been issued.
Expect your money within 3 days.
You got your money back.
Consider it refunded!
We are paying you back.
Your refund for Pro was issued after it was declined.
Your refund for the plan has been issued (ord_1002) was declined
The refund for Pro (ord_1002) was issued, the one for Starter (ord_1001) was declined.
"""
DENIALS = """
Your refund was declined. No refund has been made.
Hello Sara, your refund was declined. No refund has been made.
I'm sorry, your refund was not approved, so no refund has been issued.
The refund could not be approved in time. No money has been returned.
We have not been able to approve your refund, and nothing has been refunded.
We cannot issue a refund for this.
Your refund request was declined by our team; no refund has been issued.
Unfortunately the refund request expired before anyone approved it, so no refund was made.
No refund has been issued for order ord_1002.
The refund of 49.00 USD that you asked for was declined, and no money has been returned to you.
We haven't refunded anything.
We're unable to refund this order.
It was blocked and will not be refunded.
Your refund request has been declined and no refund will be made.
The refund you asked for was rejected.
We looked into it, and the refund for Pro (ord_1002) was declined, so we could not make it now.
The refund for Starter plan, monthly (ord_1006) was declined, so we could not make it now.
The refund of $19.00 for order ord_1006 was declined.
Your refund for your order could not be made.
"""
SILENT = """
I have looked at your refund request.
Thank you for your message, we'll look at your orders.
Your payment was processed on 3 May.
You can reset your password in the settings.
How can we help you with your order?
Your order ord_1001 was completed and your invoice sent.
I cannot see a duplicate charge.
We received your message about a refund.
A person will look at your refund request.
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize("sentence", lines(CLAIMS))
def test_a_claim_or_a_promise_is_recognised(sentence):
    assert talk_about_refunds(sentence) is Talk.CLAIMS


@pytest.mark.parametrize("sentence", lines(DENIALS))
def test_an_honest_denial_is_recognised(sentence):
    assert talk_about_refunds(sentence) is Talk.DENIES


@pytest.mark.parametrize("sentence", lines(SILENT))
def test_other_talk_is_let_through(sentence):
    assert talk_about_refunds(sentence) in (Talk.SILENT, Talk.DENIES)


@pytest.mark.parametrize("claim", lines(CLAIMS))
@pytest.mark.parametrize("denial", lines(DENIALS)[:3])
def test_a_claim_outweighs_the_denials_around_it(claim, denial):
    assert talk_about_refunds(f"{denial} {claim}\n\n{denial}") is Talk.CLAIMS
