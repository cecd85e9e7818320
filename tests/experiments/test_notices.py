"""What the model says of its compile cache comes in the language of the command line, on stderr, one line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.text import messages, notices
from simulation import notices as said
from simulation.notices import TEMPLATES, Notice
from simulation.rule import CACHE


def test_every_notice_is_said_in_chinese_with_its_values() -> None:
    messages.activate("zh")
    try:
        for template in TEMPLATES:
            text = notices.told(Notice(template, file="FILE", folder="FOLDER", reason=said.LINK, setting="SETTING"))
            assert (text != template and "符号链接" in text) or "{reason}" not in template
            assert any("一" <= letter <= "鿿" for letter in text)
            assert all(word in text for word in ("FILE", "FOLDER", "SETTING") if f"{{{word.lower()}}}" in template)
    finally:
        messages.activate("en")
    assert notices.told(Notice(said.UNSAFE, folder="F", reason=said.FOREIGN)) == said.UNSAFE.format(folder="F", reason=said.FOREIGN)
    assert notices.told("anything else") == "anything else"


def test_listening_twice_says_it_once(capsys: pytest.CaptureFixture[str]) -> None:
    before = list(said.LOGGER.handlers)
    try:
        notices.listen()
        notices.listen()
        said.tell(said.DAMAGED, file="x.nbc", folder="cache")
        assert capsys.readouterr().err == said.DAMAGED.format(file="x.nbc", folder="cache") + "\n"
    finally:
        said.LOGGER.handlers[:] = before


@pytest.mark.skipif(CACHE is None, reason="nothing is kept here")
def test_a_command_goes_on_where_its_cache_is_damaged(tmp_path: Path) -> None:
    assert CACHE is not None
    there = tmp_path / "inspectorate" / CACHE.name
    there.parent.mkdir(mode=0o700)
    shutil.copytree(CACHE, there)
    # A function that takes a moment to compile; one of the engine would take a minute.
    for path in there.glob("incentives.size_root*"):
        path.write_bytes(b"")
    program = Path(sys.executable).with_name("inspectorate")
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    command = [str(program), "--lang", "zh", "run", "--district", "jiuyuan-hamlet", "--months", "1", "--quiet"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout
    (line,) = [line for line in done.stderr.splitlines() if "编译缓存" in line]
    assert "编译缓存中有一个文件损坏" in line
