"""Numba's compiler, for functions that only compiled code calls.

Numba makes machine code of every function with all that it calls, and again of all of that inside each caller: what stands eight calls deep
is optimised eight times and translated eight times.  A part is optimised and translated once, inside the entry that it belongs to, which takes
some three quarters of the time.  This rests on insides of Numba: its version is bounded in pyproject.toml, and tests/simulation/test_compiling.py says
what has to hold.
"""

from __future__ import annotations

from typing import Any

from numba._dynfunc import make_function
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.lowering import Lower
from numba.core.typed_passes import (
    DumpParforDiagnostics,
    NativeLowering,
    NopythonRewrites,
    NoPythonSupportedFeatureValidation,
)
from numba.core.untyped_passes import (
    FindLiterallyCalls,
    LiteralPropagationSubPipelinePass,
    LiteralUnroll,
    WithLifting,
)

from simulation.addresses import promise_readable

NEEDLESS = {
    WithLifting, FindLiterallyCalls, LiteralUnroll, LiteralPropagationSubPipelinePass, NopythonRewrites, NoPythonSupportedFeatureValidation,
    DumpParforDiagnostics,
}
"""Passes for with-blocks, literals and expressions of whole arrays: the engine has none of them, and each pass goes through every function."""


class PartLibrary(JITCodeLibrary):
    """The instructions of a part, to be linked into whatever calls it."""

    def _optimize_functions(self, ll_module: Any) -> None:
        """Tidy the instructions of the part; Numba would begin anew for every function that it only names."""
        ll_module.data_layout = self._codegen._data_layout
        for function in ll_module.functions:
            if not function.is_declaration:
                passes, builder = self._codegen._function_pass_manager()
                passes.run(function, builder)

    def _optimize_final_module(self) -> None:
        """Left to the entry, which sees everything at once."""

    def _finalize_final_module(self) -> None:
        """No machine code is made of it."""
        self._finalized = True


class ReadableLower(Lower):  # type: ignore[misc]
    """Makes instructions of a function, which may read its tuples by address."""

    def setup_function(self, fndesc: Any) -> None:
        """Begin the function."""
        super().setup_function(fndesc)
        promise_readable(self.context, fndesc.argtypes, self.call_conv.get_arguments(self.function))


@register_pass(mutates_CFG=True, analysis_only=False)
class EntryLowering(NativeLowering):
    """Makes instructions, and machine code of them."""

    _name = "inspectorate_entry_lowering"

    @property
    def lowering_class(self) -> Any:
        """What makes the instructions."""
        return ReadableLower


@register_pass(mutates_CFG=True, analysis_only=False)
class PartLowering(EntryLowering):
    """Makes instructions, and no machine code."""

    _name = "inspectorate_part_lowering"

    def run_pass(self, state: Any) -> bool:
        """Lower to instructions, and make them known to callers."""
        name = state.func_id.func_qualname
        library = state.library = PartLibrary(state.targetctx.codegen(), name)
        state.flags.no_compile = True
        super().run_pass(state)
        lowered = state["cr"]
        library.finalize()
        # Numba wants something that Python could call; nothing does.
        nothing = make_function(lowered.fndesc.lookup_module(), name, "", 0, lowered.env, (library,))
        state.targetctx.insert_user_function(nothing, lowered.fndesc, [library])
        state["cr"] = lowered._replace(cfunc=nothing)
        return True


class EntryCompiler(CompilerBase):
    """Compiles an entry: by Numba's own passes but for those that find nothing to do, and the last."""

    lowering: Any = EntryLowering

    def define_pipelines(self) -> list[Any]:
        """The passes."""
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state, "inspectorate")
        passes.passes = [(self.lowering if step is NativeLowering else step, words) for step, words in passes.passes if step not in NEEDLESS]
        passes.finalize()
        return [passes]


class PartCompiler(EntryCompiler):
    """Compiles a part."""

    lowering = PartLowering
