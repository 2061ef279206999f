package io.scorta.access.guest;

import java.util.List;

/// One line of shell, understood: pipelines and how each depends on the one before.
record ShellLine(List<Step> steps) {
  /// When a pipeline runs, given the exit status of the last one that ran.
  enum Joint {
    ALWAYS,
    ON_SUCCESS,
    ON_FAILURE
  }

  /// What a redirection does with a descriptor.
  enum Kind {
    READ,
    WRITE,
    APPEND,
    COPY,
    TEXT
  }

  /// A pipeline of one or more commands.
  record Step(Joint joint, List<Simple> pipeline) {
    Step {
      pipeline = List.copyOf(pipeline);
    }
  }

  /// A command with its arguments and redirections.
  record Simple(List<String> words, List<Redirect> redirects) {
    Simple {
      words = List.copyOf(words);
      redirects = List.copyOf(redirects);
    }
  }

  /// Ties a descriptor (0, 1 or 2; 3 for both outputs) to a file, to another descriptor, or to a
  /// text that stands in the command line.
  record Redirect(int descriptor, Kind kind, String target) {}

  ShellLine {
    steps = List.copyOf(steps);
  }
}
