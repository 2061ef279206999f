package io.scorta.aws.sigv4;

import java.util.Optional;

/// Where the verifier looks an access key up.
@FunctionalInterface
public interface KeyRing {
  Optional<AccessKey> find(String accessKeyId);
}
