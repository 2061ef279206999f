/// Makes the wanted network and nodes real, and reports what is observed.
///
/// Imports the rooms up to `instance`, `access` and `control`. One thread compares what is wanted
/// with what runs; each of its passes brings nodes, policy and listeners in line and tells the
/// control loop what it saw.
///
/// ```
/// State ─> NodeSpecs ─> NodeSet ────┐
///      └─> Network ─> PolicySnapshot ├─> openings ─> OpeningSet ─> observations ─> ControlLoop
///                     swap, cut  ───┘
/// ```
@NullMarked
package io.scorta.server.realise;

import org.jspecify.annotations.NullMarked;
