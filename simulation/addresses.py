"""Named tuples handed on by address, from Python's call to the last function below it.

Numba hands a tuple on value by value: the arrays of a world are some 500 values, written out, translated and optimised anew in every function
that they pass through.  Their address is one value.  A tuple whose class is known here is unpacked once, where Python calls, into the frame of
that call; compiled functions read its fields there, under the names that they have in Python, and can do nothing else with it.  Nothing is
written there while they run, and LLVM is told so: what is read before a loop need not be read again in it.  That is safe because Numba never
puts a function into the wrapper through which Python calls it: no reading is seen together with the writing.  Like ``compiling.py`` this rests
on insides of Numba.
"""

from __future__ import annotations

import hashlib
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.datamodel import models, register_default
from numba.core.imputils import impl_ret_borrowed, lower_getattr_generic
from numba.core.pythonapi import NativeValue, unbox
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.core.typing.typeof import typeof_impl

SLOT = ir.IntType(64)
"""Room for any value that Numba hands on: a pointer, a number."""


class Address(types.Type):  # type: ignore[misc]
    """Where the values of a named tuple stand, one after the other, a slot each."""

    def __init__(self, of: types.NamedTuple) -> None:
        self.of = of
        # Names of types stand in the name of every function that takes them: a short one, the same in every process.
        described = f"{of.instance_class.__module__} {of.name}"
        super().__init__(f"{of.instance_class.__name__}.{hashlib.sha256(described.encode()).hexdigest()[:8]}")


register_default(Address)(models.OpaqueModel)


@infer_getattr
class Fields(AttributeTemplate):  # type: ignore[misc]
    """The types of the fields."""

    key = Address

    def generic_resolve(self, at: Address, name: str) -> Any:  # type: ignore[override]
        """The type of a field, None where there is none of this name."""
        return at.of.types[at.of.fields.index(name)] if name in at.of.fields else None


@lower_getattr_generic(Address)
def read_field(context: Any, builder: Any, at: Address, address: Any, name: str) -> Any:
    """The value of a field."""
    number = at.of.fields.index(name)
    first = len(context.get_arg_packer(at.of.types[:number]).argument_types)
    packer = context.get_arg_packer(at.of.types[number : number + 1])
    never_changes = builder.module.add_metadata([])
    values = []
    for slot, kind in enumerate(packer.argument_types, first):
        value = builder.load(builder.bitcast(_at(builder, address, slot), kind.as_pointer()))
        value.set_metadata("invariant.load", never_changes)
        values.append(value)
    # Where references are counted, the tuple keeps its own.
    return impl_ret_borrowed(context, builder, at.of.types[number], packer.from_arguments(builder, values)[0])


@unbox(Address)
def unpack(at: Address, given: Any, c: Any) -> Any:
    """Put the values of a tuple of Python's where compiled code reads them."""
    unboxed = c.unbox(at.of, given)
    values = c.context.get_arg_packer(at.of.types).as_arguments(c.builder, cgutils.unpack_tuple(c.builder, unboxed.value))
    slots = cgutils.alloca_once(c.builder, ir.ArrayType(SLOT, len(values)))
    slots.align = SLOT.width // 8
    address = c.builder.bitcast(slots, cgutils.voidptr_t)
    for slot, value in enumerate(values):
        c.builder.store(value, c.builder.bitcast(_at(c.builder, address, slot), value.type.as_pointer()))

    def let_go() -> None:
        if unboxed.cleanup is not None:
            unboxed.cleanup()
        if c.context.enable_nrt:
            c.context.nrt.decref(c.builder, at.of, unboxed.value)

    return NativeValue(address, is_error=unboxed.is_error, cleanup=let_go)


def _at(builder: Any, address: Any, slot: int) -> Any:
    return builder.gep(address, [ir.Constant(ir.IntType(32), SLOT.width // 8 * slot)], inbounds=True)


def promise_readable(context: Any, kinds: tuple[Any, ...], given: Any) -> None:
    """Tell LLVM that it may read at the addresses among a function's arguments at any time: before a loop what only some of its steps need."""
    first = 0
    for kind in kinds:
        if isinstance(kind, Address):
            given[first].attributes.dereferenceable = SLOT.width // 8 * len(context.get_arg_packer(kind.of.types).argument_types)
            given[first].attributes.align = SLOT.width // 8
        first += len(context.get_arg_packer((kind,)).argument_types)


def hand_on_by_address(kinds: list[type]) -> None:
    """From now on hand tuples of these classes on by their address; the list is empty afterwards."""
    while kinds:
        typeof_impl.register(kinds.pop())(_type_of)


def _type_of(value: Any, context: Any) -> Address | None:
    of = typeof_impl.dispatch(tuple)(value, context)
    return None if of is None else Address(of)
