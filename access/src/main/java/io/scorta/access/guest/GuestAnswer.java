package io.scorta.access.guest;

import io.scorta.access.model.Guest;

/// What became of a command line: the guest afterwards, standard output, standard error and the
/// exit status of the last command.
public record GuestAnswer(Guest after, String output, String errors, int exit) {}
