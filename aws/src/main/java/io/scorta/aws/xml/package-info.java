/// Writes and reads the XML that AWS's Query protocols use.
///
/// Imports the JDK only.
@NullMarked
package io.scorta.aws.xml;

import org.jspecify.annotations.NullMarked;
