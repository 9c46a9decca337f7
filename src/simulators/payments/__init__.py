"""Payment companies, simulated: the parts of Stripe and KOMOJU that a shop uses, and the neutral 後払い protocol.

Owns: nothing that lasts; everything is in memory.
Promises: authentication, idempotency keys, hosted pages, signed webhooks (late, twice, out of order when the scenario
says so), lost answers and outages; the same seed plays the same way again.
Start reading at: world.py, then stripe.py. `python -m simulators.payments --port 8901`
"""

from simulators.payments.scenario import Scenario
from simulators.payments.server import Simulator
from simulators.payments.world import Account, World

__all__ = ["Account", "Scenario", "Simulator", "World"]
