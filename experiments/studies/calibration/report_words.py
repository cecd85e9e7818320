"""What the page of a calibration says in sentences: who became a member, and whether the inference is sound."""

from __future__ import annotations

import numpy as np

from experiments.studies.calibration.plan import LOOSE
from experiments.studies.calibration.study import Calibrated
from experiments.text.messages import _


def accepted_in_words(found: Calibrated) -> str:
    """How candidates became members, how many of those tried did, and how many hold on fresh worlds."""
    one, how = found.acceptance, found.calibration.acceptance
    return _(
        "Draws of the sampler are run on the baseline of {district} over {months} months, {worlds} worlds each; those of which every target's mean lies in its band, "
        "or within {allowance} of its standard errors, are members: {k} of {n} tried ({share}), {wanted} were wanted. Run again on as many worlds by which nobody "
        "chose them, {met} of {judged} meet every target."
    ).format(
        district=how.district, months=how.months, worlds=how.worlds, allowance=f"{how.allowance:g}", k=len(one.members), n=one.tried, share=f"{one.share:.0%}",
        wanted=found.calibration.sets, met=one.met_all, judged=one.judged)


def sound_in_words(found: Calibrated) -> list[str]:
    """How many parameters pass the test of even ranks, and how often intervals hold the value of a run that was left out."""
    told = []
    if found.ranks is not None:
        even = int((found.ranks.adjusted > 0.05).sum())
        told += [_("Ranks of {truths} made-up truths are even (p above 0.05, adjusted for {n} parameters by Holm) for {k} of {n} parameters; the smallest "
                   "unadjusted p is {p}.").format(truths=found.ranks.count, n=len(found.ranks.names), k=even, p=f"{found.ranks.p.min():.2g}"), ""]  # fmt: skip
    if found.recovery is not None:
        pinned = found.narrowed <= LOOSE
        every, some = found.recovery.wide.mean(), found.recovery.wide[:, pinned].mean() if pinned.any() else np.nan
        told += [_("For {n} points of the bank taken as data, and left out of the emulators, the 95 % intervals hold {every} of the values; of the parameters that "
                   "the evidence pins down {some}.").format(
                       n=len(found.recovery.truths), every=f"{every:.1%}", some=f"{some:.1%}" if pinned.any() else _("none")), ""]  # fmt: skip
    return told
