"""Shared inner step: who understands the documents of an import."""

from __future__ import annotations

from hanjo.channels import malls
from hanjo.channels.malls.generic.mapping import GenericMapping
from hanjo.channels.malls.plan import Translates
from hanjo.channels.models import ImportFile, Mapping
from hanjo.channels.terms import Format


def translator_of(file: ImportFile) -> Translates:
    """Today's translator of what this import brought, file or interface."""
    saved = Mapping.objects.filter(code=file.mapping).first() if file.mapping else None
    return malls.translator_for(
        Format(file.format),
        tuple(file.headers),
        mapping=GenericMapping.from_json(saved.body) if saved else None,
        options=file.options,
    )
