/// Query and EC2 requests into the SDK's model classes, and the SDK's response classes out as XML.
///
/// Imports `xml`.
@NullMarked
package io.scorta.aws.codec;

import org.jspecify.annotations.NullMarked;
