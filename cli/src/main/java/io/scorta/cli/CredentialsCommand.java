package io.scorta.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "credentials",
    mixinStandardHelpOptions = true,
    description = "Prints the environment for the aws CLI and SDKs: eval \"$(scorta credentials)\"")
final class CredentialsCommand implements Callable<Integer> {
  @Mixin private final Talk talk = new Talk();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--account", paramLabel = "ID", description = "the account (default: the first)")
  private @Nullable String account;

  @Override
  public Integer call() {
    DataFolder folder = talk.folder();
    Keys keys = folder.keys(Optional.ofNullable(account));
    spec.commandLine()
        .getOut()
        .println(
            ("export AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_DEFAULT_REGION=%s"
                    + " AWS_ENDPOINT_URL=http://%s")
                .formatted(
                    keys.accessKeyId(), keys.secretAccessKey(), folder.region(), talk.api()));
    return 0;
  }
}
