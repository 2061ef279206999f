package io.scorta.aws.codec;

import io.scorta.aws.xml.XmlWriter;
import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;

/// One service's requests into the SDK's classes, and its replies and errors out as XML.
///
/// Everything it knows of a request or a reply it reads from `SdkPojo.sdkFields()`, so no shape of
/// AWS is written down here.
public final class QueryCodec {
  /// What every request carries beside the action's own parameters.
  private static final Set<String> ENVELOPE = Set.of("Action", "Version");

  private static final String PRESIGNED_PREFIX = "X-Amz-";
  private final Wire wire;
  private final String namespace;
  private final RequestDecoder decoder;

  public QueryCodec(Wire wire, String namespace) {
    this.wire = wire;
    this.namespace = namespace;
    this.decoder = new RequestDecoder(wire);
  }

  /// Fills the builder of a request from its parameters, or throws a [WireFault].
  public <B extends SdkPojo> B decode(Form form, B builder) {
    Parameter parameters = Parameter.tree(form);
    parameters.children().keySet().removeIf(QueryCodec::isEnvelope);
    decoder.fill(builder, parameters);
    parameters
        .unused()
        .ifPresent(
            parameter -> {
              throw decoder.unknown(parameter);
            });
    return builder;
  }

  /// The reply to an action.
  public String encode(String action, SdkPojo response, String requestId) {
    XmlWriter xml = new XmlWriter();
    String root = action + "Response";
    xml.open(root, namespace);
    switch (wire) {
      case QUERY -> encodeQuery(xml, action, response, requestId);
      case EC2 -> encodeEc2(xml, response, requestId);
    }
    return xml.close(root).toString();
  }

  /// The reply that says why an action was refused; `type` is `Sender` or `Receiver`.
  public String encodeError(String code, String message, String type, String requestId) {
    XmlWriter xml = new XmlWriter();
    return switch (wire) {
      case QUERY ->
          xml.open("ErrorResponse", namespace)
              .open("Error")
              .element("Type", type)
              .element("Code", code)
              .element("Message", message)
              .close("Error")
              .element("RequestId", requestId)
              .close("ErrorResponse")
              .toString();
      case EC2 ->
          xml.open("Response")
              .open("Errors")
              .open("Error")
              .element("Code", code)
              .element("Message", message)
              .close("Error")
              .close("Errors")
              .element("RequestID", requestId)
              .close("Response")
              .toString();
    };
  }

  private static void encodeQuery(
      XmlWriter xml, String action, SdkPojo response, String requestId) {
    if (!response.sdkFields().isEmpty()) {
      String result = action + "Result";
      xml.open(result);
      new ResponseEncoder(xml).fields(response);
      xml.close(result);
    }
    xml.open("ResponseMetadata").element("RequestId", requestId).close("ResponseMetadata");
  }

  private static void encodeEc2(XmlWriter xml, SdkPojo response, String requestId) {
    xml.element("requestId", requestId);
    if (response.sdkFields().isEmpty()) {
      xml.element("return", "true"); // AWS says so where an action has nothing else to say.
    } else {
      new ResponseEncoder(xml).fields(response);
    }
  }

  private static boolean isEnvelope(String name) {
    return ENVELOPE.contains(name) || name.startsWith(PRESIGNED_PREFIX);
  }
}
