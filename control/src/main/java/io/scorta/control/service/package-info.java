/// The whole domain: the state of every account, and the one function that decides.
///
/// Imports every other room of `control`. Pure.
@NullMarked
package io.scorta.control.service;

import org.jspecify.annotations.NullMarked;
