"""Writes the JSON Schemas that let an editor complete and check the scenario files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from scenarios.schema.district import DistrictFile, DistrictOverrides, DistrictSample
from scenarios.schema.ensemble import EnsembleFile
from scenarios.schema.evidence import EvidenceFile
from scenarios.schema.lesson import LessonFile
from scenarios.schema.parameters import ParametersFile
from scenarios.schema.plan import PlanFile
from scenarios.schema.policy import PolicyFile
from scenarios.schema.region import CityFile, CountryFile
from scenarios.schema.scenario import ScenarioFile
from scenarios.schema.trial import TrialFile

FOLDER = Path(__file__).parent
KINDS: dict[str, Any] = {
    "parameters": ParametersFile,
    "evidence": EvidenceFile,
    "policy": PolicyFile,
    "district": DistrictFile | DistrictSample | DistrictOverrides | CityFile | CountryFile,
    "trial": TrialFile,
    "ensemble": EnsembleFile,
    "plan": PlanFile,
    "lesson": LessonFile,
    "scenario": ScenarioFile,
}


def schema_texts() -> dict[str, str]:
    """File name -> JSON Schema, as it should stand in this folder."""
    texts = {}
    for kind, model in KINDS.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **TypeAdapter(model).json_schema()}
        texts[f"{kind}.json"] = json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    return texts


def write_schemas() -> None:
    """Write every JSON Schema anew."""
    for name, text in schema_texts().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_schemas()
