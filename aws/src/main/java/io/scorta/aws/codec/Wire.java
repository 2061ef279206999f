package io.scorta.aws.codec;

/// The two request and reply forms that AWS calls `query` and `ec2`.
public enum Wire {
  /// Lists as `Name.item.N`; replies in a result element, then the metadata.
  QUERY("InvalidParameterValue"),
  /// Lists as `Name.N`; replies flat after the request id.
  EC2("UnknownParameter");

  private final String unknownParameterCode;

  Wire(String unknownParameterCode) {
    this.unknownParameterCode = unknownParameterCode;
  }

  /// The code for a parameter that the action does not have.
  String unknownParameterCode() {
    return unknownParameterCode;
  }
}
