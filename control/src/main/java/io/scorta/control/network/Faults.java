package io.scorta.control.network;

import io.scorta.access.model.Cidr;
import io.scorta.control.id.ResourceKind;
import io.scorta.control.state.Draft;
import io.scorta.control.state.Kind;
import io.scorta.control.state.Refusal;

/// Refusals that many commands share.
final class Faults {
  static final String DEPENDENCY = "DependencyViolation";
  static final String VALUE = "InvalidParameterValue";
  static final String COMBINATION = "InvalidParameterCombination";
  static final String ASSOCIATED = "Resource.AlreadyAssociated";

  private Faults() {}

  /// What a caller named: an id that should be of this kind.
  record Reference(ResourceKind resource, String id) {}

  /// The record of an id, or a refusal that says whether the id is malformed or unknown.
  static <T extends Record> T require(
      Draft draft, String account, Kind<T> kind, Reference reference) {
    wellFormed(reference.resource(), reference.id());
    return draft
        .find(account, kind, reference.id())
        .orElseThrow(() -> notFound(reference.resource(), reference.id()));
  }

  static void wellFormed(ResourceKind resource, String id) {
    if (!resource.isWellFormed(id)) {
      throw Refusal.of(
          resource.malformedCode(),
          "Invalid id: \"%s\" (expecting \"%s-...\")",
          id,
          resource.prefix());
    }
  }

  static Refusal notFound(ResourceKind resource, String id) {
    return Refusal.of(resource.notFoundCode(), "The %s '%s' does not exist", resource.noun(), id);
  }

  static Refusal value(String message, Object... arguments) {
    return Refusal.of(VALUE, message, arguments);
  }

  /// The resource still has something that hangs on it.
  static Refusal dependency(ResourceKind resource, String id, String what) {
    return Refusal.of(
        DEPENDENCY,
        "The %s '%s' has dependencies and cannot be deleted: remove %s first",
        resource.tagType(),
        id,
        what);
  }

  /// The block that a parameter's text says.
  static Cidr block(String parameter, String text) {
    try {
      return Cidr.parse(text);
    } catch (IllegalArgumentException _) {
      throw value(
          "Value (%s) for parameter %s is invalid. This is not a valid CIDR block.",
          text, parameter);
    }
  }
}
