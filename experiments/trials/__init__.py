"""Trials: published studies put to the model, by their own designs and estimators."""
