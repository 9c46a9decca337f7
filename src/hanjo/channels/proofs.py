"""What must always hold of channels."""

from hanjo.channels.told_proofs import TOLD_PROOFS

PROOFS = (*TOLD_PROOFS,)
