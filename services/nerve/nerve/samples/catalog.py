"""Every sample there is, by name."""

from nerve.failures import UnknownSample
from nerve.samples.admin_requests import ADMIN
from nerve.samples.json_events import JSON
from nerve.samples.postmark_events import EVENTS
from nerve.samples.postmark_inbound import INBOUND
from nerve.samples.sample import Sample
from nerve.samples.stripe_events import STRIPE

SAMPLES: dict[str, Sample] = {
    sample.name: sample for sample in (*INBOUND, *EVENTS, *STRIPE, *ADMIN, *JSON)
}


def sample_called(name: str) -> Sample:
    """The sample of that name.

    Raises:
        UnknownSample: there is none; it carries the names there are.
    """
    try:
        return SAMPLES[name]
    except KeyError:
        raise UnknownSample(name, list(SAMPLES)) from None
