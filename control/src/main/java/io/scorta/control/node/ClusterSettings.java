package io.scorta.control.node;

import io.scorta.control.param.CacheEngine;
import java.util.List;

/// What a cluster was asked to be, beside its nodes. Empty text where nothing was asked.
///
/// `zone` is where new nodes go; empty spreads them over the zones of the subnet group.
public record ClusterSettings(
    CacheEngine engine,
    String engineVersion,
    String nodeType,
    int port,
    String parameterGroup,
    String subnetGroup,
    List<String> securityGroupIds,
    String zone,
    String maintenanceWindow,
    boolean autoMinorVersionUpgrade) {
  public ClusterSettings {
    securityGroupIds = List.copyOf(securityGroupIds);
  }

  public ClusterSettings withSoftware(String version, String type, String group) {
    return new ClusterSettings(
        engine,
        version,
        type,
        port,
        group,
        subnetGroup,
        securityGroupIds,
        zone,
        maintenanceWindow,
        autoMinorVersionUpgrade);
  }

  public ClusterSettings withEngine(CacheEngine next) {
    return new ClusterSettings(
        next,
        engineVersion,
        nodeType,
        port,
        parameterGroup,
        subnetGroup,
        securityGroupIds,
        zone,
        maintenanceWindow,
        autoMinorVersionUpgrade);
  }

  public ClusterSettings withSecurityGroupIds(List<String> ids) {
    return new ClusterSettings(
        engine,
        engineVersion,
        nodeType,
        port,
        parameterGroup,
        subnetGroup,
        ids,
        zone,
        maintenanceWindow,
        autoMinorVersionUpgrade);
  }

  public ClusterSettings withUpkeep(String window, boolean autoMinor) {
    return new ClusterSettings(
        engine,
        engineVersion,
        nodeType,
        port,
        parameterGroup,
        subnetGroup,
        securityGroupIds,
        zone,
        window,
        autoMinor);
  }

  public ClusterSettings withZone(String next) {
    return new ClusterSettings(
        engine,
        engineVersion,
        nodeType,
        port,
        parameterGroup,
        subnetGroup,
        securityGroupIds,
        next,
        maintenanceWindow,
        autoMinorVersionUpgrade);
  }
}
