#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Every page and dialog as a screen reader and a keyboard meet them: nothing that can be used is without a name, and
nothing that can be clicked is out of the keyboard's reach.

test-accessibility.py SENTINEL-ALERTS SENTINELCTL
"""

import sys
import tempfile

from desktop import (
    Atspi,
    Program,
    children,
    find,
    focus,
    is_focused,
    move_focus_to,
    press,
    run_steps,
    settle,
    wait_for,
    wait_to_find,
    walk,
    walk_shown,
    write,
)

CONTROL = Atspi.ModifierType.CONTROL
# What a person uses. Rows are used too; what they say is their sentence.
USED = {
    "button",
    "check box",
    "combo box",
    "entry",
    "link",
    "list item",
    "push button",
    "radio button",
    "slider",
    "spin button",
    "switch",
    "table row",
    "text",
    "toggle button",
}
# A header's titles are no buttons to GTK; sorting is in the menu as well.
REACHED_BY_OTHERS = {"table row", "list item", "radio button"}
# Those have the desktop's keys.
WINDOW_CONTROLS = {"Close", "Maximize", "Minimize"}
TABS = 60
MENU_ITEMS = 6
FACTS = 4


def shown_nodes() -> list:
    """Of the dialog, where there is one: what lies under it is out of reach for everybody."""
    nodes = list(walk_shown(get_application()))
    dialog = next((node for node in nodes if node.get_role_name() == "dialog"), None)
    return list(walk_shown(dialog)) if dialog else nodes


def get_application():
    for application in children(Atspi.get_desktop(0)):
        if any(window.get_role_name() == "frame" for window in children(application)):
            return application
    raise AssertionError("the program is not on the accessibility bus")


def describe(node) -> str:
    path = []
    while node and node.get_role_name() not in ("application", "frame"):
        path.append(f"{node.get_role_name()} “{node.get_name() or ''}”")
        node = node.get_parent()
    return " in ".join(path[:5])


def is_sensitive(node) -> bool:
    return node.get_state_set().contains(Atspi.StateType.SENSITIVE)


def is_header(node) -> bool:
    return node.get_role_name() == "table row" and not node.get_state_set().contains(Atspi.StateType.FOCUSABLE)


def is_inside_text(node) -> bool:
    """The text within an entry has its name from it."""
    parent = node.get_parent()
    return node.get_role_name() == "text" and parent and (parent.get_name() or parent.get_role_name() == "entry")


def is_value_of_combo(node) -> bool:
    """What is chosen is drawn as a row; the box says it with its own name."""
    while node and node.get_role_name() not in ("dialog", "frame"):
        node = node.get_parent()
        if node and node.get_role_name() == "combo box":
            return bool(node.get_name())
    return False


def check_names() -> None:
    unnamed = [
        describe(node)
        for node in shown_nodes()
        if node.get_role_name() in USED and not (node.get_name() or "").strip() and not is_header(node)
        and not is_inside_text(node)
        and not is_value_of_combo(node)
    ]
    assert not unnamed, "no name: " + "; ".join(unnamed)


def check_keyboard() -> None:
    unreachable = [
        describe(node)
        for node in shown_nodes()
        if node.get_role_name() in USED - REACHED_BY_OTHERS
        and is_sensitive(node)
        and not node.get_state_set().contains(Atspi.StateType.FOCUSABLE)
        and not any(child.get_state_set().contains(Atspi.StateType.FOCUSABLE) for child in walk(node))
        and not is_inside_text(node)
    ]
    assert not unreachable, "not for the keyboard: " + "; ".join(unreachable)


def get_focused():
    """What the program said last that it has the focus, as a screen reader follows it."""
    return focus.node if focus.node and is_focused(focus.node) else None


def check_tab_order() -> None:
    """Tab comes round, and on the way to each button there is."""
    buttons = {
        node.get_name()
        for node in shown_nodes()
        if node.get_role_name() in ("button", "push button", "toggle button", "switch") and is_sensitive(node)
    } - WINDOW_CONTROLS
    met = set()
    for _ in range(TABS):
        press("Tab")
        settle()
        node = get_focused()
        while node and node.get_role_name() not in ("frame", "dialog"):
            met.add(node.get_name())
            node = node.get_parent()
        if buttons <= met:
            return
    raise AssertionError("Tab does not come to: " + ", ".join(sorted(buttons - met)))


def check_everything() -> None:
    settle()
    check_names()
    check_keyboard()


def first_run(program: Program) -> None:
    program.start()
    wait_to_find("label", "Nothing Is Being Watched Yet")
    check_everything()
    check_tab_order()


def live(program: Program) -> None:
    program.ask("rules", "add", "cpu-usage", "--name", "Processor", "--set", "threshold=99")
    for importance in ("low", "medium", "high", "critical"):
        program.ask(
            "raise", "--importance", importance, "--source", "backup", "--message", f"Disk {importance}", "--key", importance
        )
    row = wait_to_find("table row", "Disk critical")
    assert row.get_name().startswith("Critical, backup: Disk critical. New, "), row.get_name()
    check_everything()


def single_keys(program: Program) -> None:
    """As in a mail program: j and k go through the rows, and the slash searches."""
    move_focus_to("table row", "Disk critical")
    press("j")
    wait_for("the row below", lambda: is_selected("Disk high"))
    press("k")
    wait_for("the row above", lambda: is_selected("Disk critical"))
    press("slash")
    wait_for("the focus in the search", lambda: is_focused(wait_to_find("entry", "Search events")))
    write("low")
    wait_for("the one row", lambda: not find("table row", "Disk critical") and find("table row", "Disk low"))
    press("Escape")
    wait_to_find("table row", "Disk critical")


def is_selected(text: str) -> bool:
    row = find("table row", text)
    return row and row.get_state_set().contains(Atspi.StateType.SELECTED)


def live_with_details(program: Program) -> None:
    move_focus_to("table row", "Disk critical")
    press("Return")
    wait_to_find("button", "Acknowledge…")
    check_everything()


def acknowledge_dialog(program: Program) -> None:
    move_focus_to("table row", "Disk critical")
    press("a")
    wait_to_find("text", "Comment")
    check_everything()
    check_tab_order()
    press("Escape")
    wait_for("the dialog to close", lambda: not find("text", "Comment"))


def overview(program: Program) -> None:
    press("1", CONTROL)
    wait_to_find("label", "Active Rules")
    check_everything()
    check_tab_order()


def rules(program: Program) -> None:
    press("3", CONTROL)
    wait_to_find("table row", "Processor")
    check_everything()


def rules_are_filtered(program: Program) -> None:
    """What was chosen stands there as a button, and nothing of that needs a pointer."""
    move_focus_to("toggle button", "Filter")
    press("Return")
    wait_for("the menu", lambda: count_shown("menu item") >= FACTS)
    check_everything()
    press("Return")
    wait_for("the values", lambda: count_shown("menu item") > FACTS)
    settle()
    press("Down")
    press("Return")
    press("Escape")
    wait_to_find("button", "Remove filter Critical")
    wait_to_find("label", "No Rule Matches")
    check_everything()
    check_tab_order()
    move_focus_to("button", "Remove filter Critical")
    press("Return")
    wait_to_find("table row", "Processor")


def rules_are_selected(program: Program) -> None:
    move_focus_to("table row", "Processor")
    press("a", CONTROL)
    wait_to_find("button", "Switch Off")
    check_everything()
    press("Delete")
    wait_for("the rule to go", lambda: not find("table row", "Processor"))
    press("z", CONTROL)
    wait_to_find("table row", "Processor")


def versions(program: Program) -> None:
    """By keyboard alone, from the menu of a row: it is the fourth item."""
    program.ask("rules", "edit", "Processor", "--set", "threshold=98")
    move_focus_to("table row", "Processor")
    press("F10", Atspi.ModifierType.SHIFT)
    wait_for("the menu", lambda: count_shown("menu item") >= MENU_ITEMS)
    settle()
    for _ in range(3):
        press("Down")
    press("Return")
    row = wait_to_find("list item", "Version 1")
    assert row.get_name().endswith("New rule"), row.get_name()
    check_everything()
    check_tab_order()
    press("Escape")
    wait_for("the dialog to close", lambda: not find("list item", "Version 1"))


def trigger_picker(program: Program) -> None:
    """The first Escape clears what is looked for, the second one closes."""
    press("n", CONTROL)
    wait_to_find("list item", "CPU")
    check_everything()
    write("load")
    press("Escape")
    settle()
    assert find("list item", "CPU"), "Escape closed the dialog with something still in the search"
    press("Escape")
    wait_for("the dialog to close", lambda: not find("list item", "CPU"))


def rule_dialog(program: Program) -> None:
    press("n", CONTROL)
    wait_to_find("list item", "CPU")
    press("Return")
    wait_to_find("text", "Name")
    check_everything()
    check_tab_order()
    move_focus_to("radio button", "Form")
    press("Right")
    press("Return")
    wait_to_find("text", "Parameters as JSON")
    check_everything()
    check_tab_order()
    move_focus_to("radio button", "JSON")
    press("Left")
    press("Return")
    wait_to_find("spin button", "Threshold")
    for page, content in (("Watch", "Repeat every"), ("Schedule", "Clear after"), ("Levels", "Last notification")):
        move_focus_to("page tab", page)
        press("Right")
        press("Return")
        wait_to_find("list item", content)
        check_everything()
        check_tab_order()


def a_command(program: Program) -> None:
    """Added, tried and removed by the keyboard alone; the focus is never lost."""
    move_focus_to("button", "Add Command")
    press("Return")
    wait_for("the focus to go to what is to be run", lambda: (get_focused() and get_focused().get_name()) == "Command")
    write("true")
    wait_to_find("label", "Program “true”, without arguments")
    check_everything()
    check_tab_order()
    move_focus_to("button", "Remove Command")
    press("Return")
    wait_for("the row to go", lambda: not find("button", "Remove Command"))
    wait_for("the focus to stay in the page", lambda: get_focused() and get_focused().get_name() == "Add Command")


def adds_a_rule(program: Program) -> None:
    """A number that is still being typed is taken as well."""
    move_focus_to("page tab", "Actions")
    press("Left")
    press("Left")
    press("Left")
    press("Return")
    move_focus_to("spin button", "Threshold")
    press("a", CONTROL)
    write("42")
    press("Return", CONTROL)
    wait_for("the dialog to close", lambda: not find("spin button", "Threshold"))
    rule = program.ask("rules", "show", "CPU Usage")[0]
    assert rule["parameters"] == {"threshold": 42}, rule


def asks_before_it_discards(program: Program) -> None:
    move_focus_to("table row", "CPU Usage")
    press("Return")
    move_focus_to("text", "Name")
    write("x")
    settle()
    press("Escape")
    wait_to_find("button", "Keep Editing")
    check_everything()
    press("Escape")
    wait_for("the question to go", lambda: not find("button", "Keep Editing"))
    press("Escape")
    move_focus_to("button", "Discard")
    press("Return")
    wait_for("the dialog to close", lambda: not find("text", "Name"))
    assert program.ask("rules", "show", "CPU Usage")


def preferences(program: Program) -> None:
    press("comma", CONTROL)
    wait_to_find("label", "Row height")
    check_everything()
    check_tab_order()
    press("Escape")
    wait_for("the dialog to close", lambda: not find("label", "Row height"))


def shortcuts(program: Program) -> None:
    press("question", CONTROL, Atspi.ModifierType.SHIFT)
    wait_to_find("label", "Keyboard Shortcuts")
    check_everything()
    press("Escape")
    wait_for("the dialog to close", lambda: not find("label", "Keyboard Shortcuts"))


def main_menu(program: Program) -> None:
    """By keyboard alone. The names of its items are GTK's to tell, and up to 4.18 it hides the labels that say them."""
    press("F10")
    wait_for("the menu", lambda: count_shown("menu item") >= MENU_ITEMS)
    settle()
    press("Return")
    wait_to_find("entry", "Search Triggers")
    press("Escape")
    wait_for("the dialog to close", lambda: not find("entry", "Search Triggers"))


def count_shown(role: str) -> int:
    return sum(node.get_role_name() == role for node in shown_nodes())


STEPS = [
    first_run,
    live,
    single_keys,
    live_with_details,
    acknowledge_dialog,
    overview,
    rules,
    rules_are_filtered,
    rules_are_selected,
    versions,
    trigger_picker,
    rule_dialog,
    a_command,
    adds_a_rule,
    asks_before_it_discards,
    preferences,
    shortcuts,
    main_menu,
]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        return run_steps(Program(sys.argv[1], sys.argv[2], folder), STEPS)


if __name__ == "__main__":
    sys.exit(main())
