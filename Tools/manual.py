#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the manual page, docs/man/partyline.1, from what the program itself says of its commands.

    Tools/manual.py .build/debug/partyline > docs/man/partyline.1
"""

import json
import subprocess
import sys
from typing import Any

Row = dict[str, Any]


def escaped(text: str) -> str:
    """Text that troff shows as it is."""
    return text.replace("\\", "\\e").replace("-", "\\-")


def lines(text: str) -> str:
    """Paragraphs; examples, which are indented, keep their line ends."""
    out: list[str] = []
    in_examples = False
    for line in text.strip("\n").split("\n"):
        is_example = line.startswith("  ")
        if is_example != in_examples:
            out.append(".nf" if is_example else ".fi")
            in_examples = is_example
        if not line:
            out.append(".PP")
        else:
            shown = escaped(line)
            out.append("\\&" + shown if shown.startswith((".", "'")) else shown)
    if in_examples:
        out.append(".fi")
    return "\n".join(out)


def name(argument: Row) -> str:
    """`--yes`, `--max-changes N` or `FILE`, as it is typed."""
    value = escaped(argument.get("valueName", ""))
    if argument["kind"] == "positional":
        return f"\\fI{value}\\fR"
    spelt = ["\\-" + ("\\-" if one["kind"] == "long" else "") + escaped(one["name"]) for one in argument["names"]]
    spelt.sort(key=len)
    shown = ", ".join(f"\\fB{one}\\fR" for one in spelt)
    return shown if argument["kind"] == "flag" else f"{shown} \\fI{value}\\fR"


def options(command: Row) -> list[str]:
    out = []
    for argument in command.get("arguments", []):
        # Every command has these two; they are said once.
        if not argument["shouldDisplay"] or argument["valueName"] in ("help", "version"):
            continue
        default = argument.get("defaultValue")
        text = escaped(argument.get("abstract", "")) + (f" (default: {escaped(default)})" if default else "")
        out += [".TP", name(argument), text]
    return out


def section(command: Row, path: list[str]) -> list[str]:
    """A command and all below it."""
    here = [*path, command["commandName"]]
    out = [f".SS {escaped(' '.join(here))}", escaped(command.get("abstract", ""))]
    if command.get("discussion"):
        out += [".PP", lines(command["discussion"])]
    out += options(command)
    for below in command.get("subcommands", []):
        if below["shouldDisplay"] and below["commandName"] != "help":
            out += section(below, here)
    return out


def page(program: Row) -> str:
    out = ['.\\" SPDX-License-Identifier: Apache-2.0', '.TH PARTYLINE 1 "" "Partyline" "User Commands"', ".SH NAME"]
    out += [f"partyline \\- {escaped(program['abstract'])}", ".SH SYNOPSIS", "\\fBpartyline\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]"]
    out += [".PP", "Each command knows \\fB\\-\\-help\\fR."]
    out += [".SH DESCRIPTION", lines(program["discussion"]), ".SH COMMANDS"]
    for command in program["subcommands"]:
        if command["shouldDisplay"] and command["commandName"] != "help":
            out += section(command, [program["commandName"]])
    out += [".SH ENVIRONMENT"]
    for variable, text in (
        ("PARTYLINE_URL, PARTYLINE_TOKEN", "The server and token of partyline lines, instead of a profile."),
        ("PARTYLINE_PROFILE", "The profile to use where --profile does not say."),
        ("NO_COLOR", "No colours, where it is set to anything."),
        ("XDG_CONFIG_HOME, XDG_STATE_HOME", "Where profiles, and plans with their rollback files, are kept."),
    ):
        out += [".TP", f"\\fB{escaped(variable)}\\fR", escaped(text)]
    out += [".PP", "Every setting of serve is also a PARTYLINE_* name; see docs/reference/settings.md."]
    return "\n".join(out) + "\n"


def main() -> None:
    binary = sys.argv[1] if len(sys.argv) > 1 else ".build/debug/partyline"
    dump = subprocess.run([binary, "--experimental-dump-help"], capture_output=True, text=True, check=True).stdout
    sys.stdout.write(page(json.loads(dump)["command"]))


if __name__ == "__main__":
    main()
