"""The kinds of scenario file as Pydantic models; the JSON Schemas beside them are written from these.

``python -m scenarios.schema`` writes them anew.
"""
