"""Paths that a user gives: one that will never do is told as what is wrong, where, and how to mend it."""

from __future__ import annotations

import errno
import os
import re
import shlex
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath

from experiments.text.errors import UserError
from experiments.text.messages import N_, _

TEMPORARY = ".inspectorate-tmp-"
"""How the names of files and folders begin that are not finished: nobody else's do, since they are removed without a question."""
LATER = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EINTR, errno.EAGAIN, errno.ETIMEDOUT,
         errno.ESTALE}  # fmt: skip
"""What a disk answers that may take the same path another time: no fault of the path."""
_REASONS = {
    errno.ENAMETOOLONG: (N_("the name is too long"), N_("Choose a shorter name: most disks take 255 bytes, some 80 Chinese characters.")),
    errno.ENOTDIR: (N_("a part of the path is a file and no folder"), N_("Check the path.")),
    errno.EEXIST: (N_("there is a file of that name"), N_("Choose another name.")),
    errno.EISDIR: (N_("there is a folder of that name"), N_("Choose another name.")),
    errno.ENOENT: (N_("there is no such file or folder"), N_("Check the path.")),
    errno.ELOOP: (N_("its links lead in a circle"), N_("Check the path.")),
    errno.EACCES: (N_("Permission denied"), N_("Name a place you may write to.")),
    errno.EPERM: (N_("Operation not permitted"), N_("Name a place you may write to.")),
    errno.EROFS: (N_("Read-only file system"), N_("Name a place you may write to.")),
}
_ABSOLUTE = re.compile(r"(?P<before>^|^[^/\\:=]+[:=])(?P<path>(?:/|~/|[A-Za-z]:\\|\\\\).*)$", re.DOTALL)
"""A word of a command that is a path from a root, or an option or a name with one: ``--out=/...``, ``mine:/...``."""


def reason(error: OSError | ValueError) -> str:
    """What the system says of a path, in the language in force where it is one of the usual things."""
    code = getattr(error, "errno", None)
    return _(_REASONS[code][0]) if code in _REASONS else (getattr(error, "strerror", None) or str(error)).rstrip(".")


def _mend(error: OSError | ValueError) -> str:
    return _(_REASONS.get(getattr(error, "errno", None) or 0, ("", N_("Name a place you may write to.")))[1])


@contextmanager
def written(where: str) -> Iterator[None]:
    """``UserError`` at ``where`` for what goes wrong in the block because of its path; a disk that is full or broken stays an ``OSError``."""
    try:
        yield
    except OSError as error:
        if error.errno in LATER:
            raise
        raise UserError(_("The folder cannot be written: {reason}.").format(reason=reason(error)), where, _mend(error)) from error
    except ValueError as error:  # a NUL in a path
        raise UserError(_("The folder cannot be written: {reason}.").format(reason=reason(error)), where, _mend(error)) from error


def shown(path: Path) -> str:
    """A path for a message: bytes that are no text as escapes, and a very long one cut."""
    text = str(path).encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= 200 else text[:200] + " ..."


def passed_on(command: str) -> str:
    """A command as a document that is passed on tells it: of a path from the root of a disk only the last name, which says nothing of whose machine it was."""
    try:
        words = shlex.split(command)
    except ValueError:  # a quotation left open: not ours, which was joined by shlex
        return command
    return shlex.join(_ABSOLUTE.sub(lambda found: found["before"] + _last_name(found["path"]), word) for word in words)


def _last_name(path: str) -> str:
    return (PureWindowsPath(path) if re.match(r"[A-Za-z]:\\|\\\\", path) else PurePosixPath(path)).name


def refuse_what_is_no_text(path: Path, where: str) -> None:
    """``UserError`` for a name that cannot stand in a manifest: bytes that are no UTF-8."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        raise UserError(_("The name holds bytes that are no UTF-8."), where, _("Choose another name.")) from None


def refuse_unless_folder(path: Path, option: str = "--out") -> None:
    """``UserError`` where something else than a folder stands at ``path``, or no folder can; a link to nothing is one such thing."""
    where = f"{option} {shown(path)}"
    refuse_what_is_no_text(path, where)
    with written(where):
        try:
            is_link, is_there = stat.S_ISLNK(os.lstat(path).st_mode), path.exists()
        except FileNotFoundError:
            return
    if is_link and not is_there:
        raise UserError(_("There is a link of that name, and what it points to is not there."), where, _("Remove the link, or name another folder."))
    if not path.is_dir():
        raise UserError(_("There is a file of that name."), where, _("Name a folder that is new or empty."))


def refuse_unless_writable_file(path: Path, option: str) -> None:
    """``UserError`` where no file can be put at ``path``: its folder is missing, a folder, device or link to nothing stands there.

    A file that is there already is none: it is replaced as a whole.
    """
    where = f"{option} {shown(path)}"
    refuse_what_is_no_text(path, where)
    try:
        if not path.absolute().parent.is_dir():
            raise UserError(_("There is no such folder."), where, _("Make the folder first, or name another."))
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise UserError(_("The file cannot be written: {reason}.").format(reason=reason(error)), where, _mend(error)) from error
    if stat.S_ISDIR(mode):
        raise UserError(_("There is a folder of that name."), where, _("Name a file."))
    if stat.S_ISLNK(mode) and not path.exists():
        raise UserError(_("There is a link of that name, and what it points to is not there."), where, _("Remove the link, or name another file."))
    if not path.is_file():
        raise UserError(_("There is something of that name that is no file."), where, _("Choose another name."))


@contextmanager
def file_written(path: Path, option: str) -> Iterator[None]:
    """``refuse_unless_writable_file`` and then the same for what goes wrong while it is written in the block."""
    refuse_unless_writable_file(path, option)
    try:
        yield
    except OSError as error:
        if error.errno in LATER:
            raise
        raise UserError(_("The file cannot be written: {reason}.").format(reason=reason(error)), f"{option} {shown(path)}", _mend(error)) from error


def refuse_unless_file(path: Path, option: str) -> None:
    """``UserError`` where no file can be read at ``path``."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        raise UserError(_("The file cannot be read: {reason}.").format(reason=reason(error)), f"{option} {shown(path)}", _("Check the path.")) from error
    if not stat.S_ISREG(mode):
        raise UserError(_("There is no such file."), f"{option} {shown(path)}", _("Check the path."))
