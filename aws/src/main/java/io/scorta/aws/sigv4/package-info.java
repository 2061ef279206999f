/// Verifies AWS Signature Version 4, in the header and in the presigned form.
///
/// Imports the JDK only.
@NullMarked
package io.scorta.aws.sigv4;

import org.jspecify.annotations.NullMarked;
