"""What must always hold of channels."""

from hanjo.channels.stock_proofs import STOCK_PROOFS
from hanjo.channels.told_proofs import TOLD_PROOFS

PROOFS = (*TOLD_PROOFS, *STOCK_PROOFS)
