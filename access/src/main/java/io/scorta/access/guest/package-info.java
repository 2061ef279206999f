/// The inside of an instance: its shell, files, sysctl and iptables.
///
/// Imports `model` only; pure. A command line takes a guest and answers with the guest as it is
/// afterwards, what was printed and the exit status; nothing is started and nothing is kept.
///
/// Flow: `GuestShell.run` → `ShellParser` → `GuestCommands` → a command, which reads and changes a
/// `GuestSystem` → `GuestAnswer`. What iptables prints is written to be equal to the real tool's.
@NullMarked
package io.scorta.access.guest;

import org.jspecify.annotations.NullMarked;
