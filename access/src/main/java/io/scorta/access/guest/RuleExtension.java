package io.scorta.access.guest;

import java.util.List;

/// What `-m NAME` or `-j NAME` loads into a rule: more options, and what they amount to.
///
/// `R` is what it becomes: a match or a target.
interface RuleExtension<R> {
  String name();

  /// The long options that it understands; each takes one value.
  List<String> options();

  /// Takes one option. `portsKnown` says whether the rule is known to be about TCP or UDP by now:
  /// the tool judges this when it reads the option, not at the end.
  void take(String option, String value, boolean negated, boolean portsKnown);

  /// What the options amount to, or a refusal when one is missing.
  R build();
}
