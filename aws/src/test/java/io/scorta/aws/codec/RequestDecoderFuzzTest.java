package io.scorta.aws.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.elasticache.model.CreateReplicationGroupRequest;

/// Bodies made of the right pieces in the wrong order are read or refused, and never anything else.
class RequestDecoderFuzzTest {
  private static final int CASES = 20_000;
  private static final String[] PIECES = {
    "Tags",
    "Tag",
    "member",
    "Key",
    "NodeGroupConfiguration",
    "SecurityGroupIds",
    "TagSpecification",
    "NetworkInterface",
    "Filter",
    "Port",
    "MultiAZEnabled",
    "1",
    "2",
    "0",
    "-1",
    "99999999999999",
    ".",
    ".",
    ".",
    "=",
    "=",
    "&",
    "&",
    "%",
    "%zz",
    "%00",
    "%41",
    "+",
    "",
    "true",
    "\u00e9",
    "Action"
  };

  @Test
  void everyBodyIsReadOrRefused() {
    QueryCodec query = new QueryCodec(Wire.QUERY, "urn:q");
    QueryCodec ec2 = new QueryCodec(Wire.EC2, "urn:e");
    long seed = System.nanoTime();
    int read = 0;
    for (int i = 0; i < CASES; i++) {
      String body = body(new SplittableRandom(seed + i));
      try {
        Form form = Form.parse("", body.getBytes(StandardCharsets.UTF_8));
        query.decode(form, CreateReplicationGroupRequest.builder()).build();
        ec2.decode(form, RunInstancesRequest.builder()).build();
        read++;
      } catch (WireFault fault) {
        assertThat(fault.code()).as("seed %d: %s", seed + i, body).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError("seed %d: %s".formatted(seed + i, body), e);
      }
    }
    assertThat(read).isPositive();
  }

  private static String body(SplittableRandom random) {
    StringBuilder body = new StringBuilder();
    for (int i = random.nextInt(16); i > 0; i--) {
      body.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return body.toString();
  }
}
