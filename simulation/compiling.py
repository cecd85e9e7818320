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


@register_pass(mutates_CFG=True, analysis_only=False)
class PartLowering(NativeLowering):
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
    """Compiles an entry: by Numba's own passes but for those that find nothing to do."""

    def define_pipelines(self) -> list[Any]:
        """The passes."""
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state, "inspectorate")
        passes.passes = [(self.in_place_of(step), words) for step, words in passes.passes if step not in NEEDLESS]
        passes.finalize()
        return [passes]

    def in_place_of(self, step: Any) -> Any:
        """The pass that takes the place of one of Numba's."""
        return step


class PartCompiler(EntryCompiler):
    """Compiles a part: the last pass is our own."""

    def in_place_of(self, step: Any) -> Any:
        """The pass that takes the place of one of Numba's."""
        return PartLowering if step is NativeLowering else step
