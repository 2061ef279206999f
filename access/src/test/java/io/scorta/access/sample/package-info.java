/// Networks for tests: one built by hand, random ones, and a slow interpreter of the rules.
@NullMarked
package io.scorta.access.sample;

import org.jspecify.annotations.NullMarked;
