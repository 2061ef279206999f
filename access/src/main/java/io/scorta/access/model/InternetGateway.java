package io.scorta.access.model;

import java.util.Optional;

/// The door between a VPC and the outside; translates Elastic IPs to private addresses.
public record InternetGateway(String id, String owner, Optional<String> vpcId) {}
