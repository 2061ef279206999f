package io.scorta.server.api;

import io.scorta.aws.codec.Form;
import io.scorta.aws.codec.WireFault;
import io.scorta.aws.sigv4.Verdict;
import io.scorta.control.state.Fault;
import io.scorta.server.http.HttpAnswer;
import io.scorta.server.http.HttpRequest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;

/// Answers the calls of the AWS services: whose it is, which action, its row, and the reply. Here
/// alone a fault becomes an error in the service's own form.
final class AwsDesk {
  private static final String XML = "text/xml;charset=UTF-8";
  private static final int OK = 200;
  private final Gate gate;
  private final Calls calls;
  private final Map<Service, ActionTable> tables = new EnumMap<>(Service.class);

  AwsDesk(Gate gate, Calls calls, List<ActionTable> tables) {
    this.gate = gate;
    this.calls = calls;
    tables.forEach(table -> this.tables.put(table.service(), table));
  }

  HttpAnswer answer(HttpRequest request) {
    Service service = Service.ELASTICACHE; // Whose form an error has while that is not known.
    try {
      Verdict verdict = gate.verify(request);
      service = service(verdict, request);
      return answer(service, verdict, request);
    } catch (FaultException e) {
      return refused(service, e.fault(), request);
    } catch (WireFault e) {
      return refused(service, new Fault(e.code(), e.message()), request);
    } catch (RuntimeException | StackOverflowError broken) {
      return refused(service, Breakdown.fault(service, broken, request.id()), request);
    }
  }

  private HttpAnswer answer(Service service, Verdict verdict, HttpRequest request) {
    Verdict.Verified verified =
        switch (verdict) {
          case Verdict.Verified known -> known;
          case Verdict.Rejected rejected -> throw Gate.refusal(rejected, service == Service.EC2);
        };
    checkService(service, verified);
    gate.checkRegion(verified);
    Form form = Form.parse(request.rawQuery(), request.body());
    String action =
        form.value("Action")
            .orElseThrow(() -> new FaultException("MissingAction", "Give the parameter Action"));
    Row<?, ?> row = row(service, action, form.value("Version").orElse("NO_VERSION_SPECIFIED"));
    SdkPojo reply = row.answer(service.codec(), form, calls.of(verified.key().account()));
    return HttpAnswer.text(OK, XML, service.codec().encode(action, reply, request.id()));
  }

  private Row<?, ?> row(Service service, String action, String version) {
    return Optional.ofNullable(tables.get(service))
        .filter(_ -> service.version().equals(version))
        .flatMap(table -> table.row(action))
        .orElseThrow(() -> new FaultException("InvalidAction", noSuch(service, action, version)));
  }

  private static String noSuch(Service service, String action, String version) {
    return service == Service.EC2 && service.version().equals(version)
        ? "The action %s is not valid for this web service.".formatted(action)
        : "Could not find operation %s for version %s".formatted(action, version);
  }

  /// The service of the signature's scope; while there is none to trust, that of the version.
  private static Service service(Verdict verdict, HttpRequest request) {
    Optional<Service> scoped =
        verdict instanceof Verdict.Verified verified
            ? Service.ofScope(verified.scope().service())
            : Optional.empty();
    return scoped.orElseGet(() -> claimed(request));
  }

  private static Service claimed(HttpRequest request) {
    try {
      return Form.parse(request.rawQuery(), request.body())
          .value("Version")
          .flatMap(Service::ofVersion)
          .orElse(Service.ELASTICACHE);
    } catch (WireFault _) {
      return Service.ELASTICACHE; // What is wrong with the form matters once it is signed.
    }
  }

  private static void checkService(Service service, Verdict.Verified verified) {
    String scoped = verified.scope().service();
    if (!service.scope().equals(scoped)) {
      throw new FaultException(
          "SignatureDoesNotMatch",
          "Credential should be scoped to a service that is here, one of %s, not '%s'"
              .formatted(
                  Stream.of(Service.values()).map(Service::scope).collect(Collectors.joining(", ")),
                  scoped));
    }
  }

  private static HttpAnswer refused(Service service, Fault fault, HttpRequest request) {
    int status = ErrorTable.status(service, fault.code());
    return HttpAnswer.text(
        status,
        XML,
        service
            .codec()
            .encodeError(fault.code(), fault.message(), ErrorTable.type(status), request.id()));
  }
}
