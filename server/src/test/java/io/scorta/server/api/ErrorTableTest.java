package io.scorta.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorTableTest {
  @Test
  void absentThingsAreNotFoundWithTheExceptionsOfAws() {
    assertThat(ErrorTable.status(Service.ELASTICACHE, "CacheClusterNotFound")).isEqualTo(404);
    assertThat(ErrorTable.status(Service.ELASTICACHE, "CacheSubnetGroupNotFoundFault"))
        .isEqualTo(400);
    assertThat(ErrorTable.status(Service.ELASTICACHE, "ReservedCacheNodeAlreadyExists"))
        .isEqualTo(404);
    assertThat(ErrorTable.status(Service.ELASTICACHE, "InvalidCredentialsException"))
        .isEqualTo(408);
  }

  @Test
  void ec2SaysFourHundredToMostThings() {
    assertThat(ErrorTable.status(Service.EC2, "InvalidVpcID.NotFound")).isEqualTo(400);
    assertThat(ErrorTable.status(Service.EC2, "DryRunOperation")).isEqualTo(412);
    assertThat(ErrorTable.status(Service.EC2, "AuthFailure")).isEqualTo(401);
  }

  @Test
  void codesOfOneServiceAreNotThoseOfAnother() {
    assertThat(ErrorTable.find(Service.ELASTICACHE, "AuthFailure")).isEmpty();
    assertThat(ErrorTable.find(Service.ELASTICACHE, "SignatureDoesNotMatch")).hasValue(403);
  }

  @Test
  void callerIsToBlameBelowFiveHundred() {
    assertThat(ErrorTable.type(499)).isEqualTo("Sender");
    assertThat(ErrorTable.type(500)).isEqualTo("Receiver");
  }
}
