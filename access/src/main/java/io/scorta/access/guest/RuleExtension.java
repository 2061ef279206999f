package io.scorta.access.guest;

import io.scorta.access.model.Protocol;
import java.util.List;

/// What `-m NAME` or `-j NAME` loads into a rule: more options, and what they amount to.
///
/// `R` is what it becomes: a match or a target.
interface RuleExtension<R> {
  String name();

  /// The long options that it understands; each takes one value.
  List<String> options();

  /// Takes one option. `about` is the protocol that the rule is said to be about by now: the tool
  /// judges this when it reads the option, not at the end.
  void take(String option, String value, boolean negated, Protocol about);

  /// What the options amount to, or a refusal when one is missing.
  R build();
}
