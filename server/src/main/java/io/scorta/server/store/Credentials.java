package io.scorta.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The accounts and their keys, in `credentials.json` in the data folder, which only its owner may
/// read.
///
/// Accounts are added and never taken away. The list is replaced as a whole, so a reader without a
/// lock sees it before or after an addition.
public final class Credentials {
  public static final String FILE = "credentials.json";

  /// Accounts of one Scorta; an account costs a default network.
  public static final int ACCOUNTS_MAX = 10_000;

  private static final String ACCOUNT_FORM = "[0-9]{12}";
  private static final int ACCOUNT_DIGITS = 12;
  private static final int KEY_ID_LENGTH = 16;
  private static final int SECRET_LENGTH = 40;
  private static final String KEY_ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String SECRET_LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private final Path file;
  private final RandomGenerator random;

  /// Owner: who holds this object's monitor. Read: anyone.
  private volatile List<AccountKeys> accounts;

  private Credentials(Path file, List<AccountKeys> accounts) {
    this.file = file;
    this.accounts = List.copyOf(accounts);
    random = new SecureRandom();
  }

  /// The credentials in a folder that the caller holds; the first time, one account is made.
  ///
  /// @throws StoreException when the file cannot be read or written
  public static Credentials open(Path folder) {
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      return new Credentials(file, read(file));
    }
    Credentials made = new Credentials(file, List.of());
    made.add(Optional.empty());
    return made;
  }

  /// The accounts in the order in which they were added.
  public List<AccountKeys> all() {
    return accounts;
  }

  public Optional<AccountKeys> ofAccessKey(String accessKeyId) {
    return accounts.stream().filter(keys -> keys.accessKeyId().equals(accessKeyId)).findFirst();
  }

  /// Adds an account, with a number of its own when none is given.
  ///
  /// @throws IllegalArgumentException when the number is no account's, or is taken
  /// @throws StoreException when the file cannot be written; then nothing was added
  public synchronized AccountKeys add(Optional<String> wanted) {
    wanted.ifPresent(this::checkFree);
    if (accounts.size() >= ACCOUNTS_MAX) {
      throw new IllegalArgumentException(
          "there are %d accounts, which is the most".formatted(ACCOUNTS_MAX));
    }
    AccountKeys added =
        new AccountKeys(
            wanted.orElseGet(this::freeAccount),
            "AKIA" + letters(KEY_ID_LETTERS, KEY_ID_LENGTH),
            letters(SECRET_LETTERS, SECRET_LENGTH));
    List<AccountKeys> next = Stream.concat(accounts.stream(), Stream.of(added)).toList();
    write(next);
    accounts = next;
    return added;
  }

  private void checkFree(String account) {
    if (!account.matches(ACCOUNT_FORM)) {
      throw new IllegalArgumentException(
          "\"%s\" is not an account: give 12 digits, or none to have them chosen"
              .formatted(account));
    }
    if (isTaken(account)) {
      throw new IllegalArgumentException(
          "account %s exists already: its keys are shown by scorta credentials --account %s"
              .formatted(account, account));
    }
  }

  private boolean isTaken(String account) {
    return accounts.stream().anyMatch(keys -> keys.account().equals(account));
  }

  private String freeAccount() {
    String account;
    do { // Ends: at most one number in a hundred million is taken.
      account = 1 + random.nextInt(9) + letters("0123456789", ACCOUNT_DIGITS - 1);
    } while (isTaken(account));
    return account;
  }

  private String letters(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static List<AccountKeys> read(Path file) {
    try {
      Document document = new JsonMapper().readValue(Files.readString(file), Document.class);
      if (document.accounts == null || document.accounts.isEmpty()) {
        throw new StoreException(file + " holds no account: put back a copy of it");
      }
      return document.accounts;
    } catch (IOException | JacksonException e) {
      throw new StoreException(
          "%s cannot be read (%s): put back a copy of it".formatted(file, e.getMessage()), e);
    }
  }

  private void write(List<AccountKeys> next) {
    Path draft = file.resolveSibling(FILE + ".new");
    String json =
        new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(new Document(next));
    try {
      Files.deleteIfExists(draft);
      makePrivate(draft);
      Files.writeString(draft, json + "\n", StandardCharsets.UTF_8);
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StoreException("%s cannot be written (%s)".formatted(file, e), e);
    }
  }

  private static void makePrivate(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(path);
    }
  }

  /// The file's form.
  record Document(List<AccountKeys> accounts) {
    Document {
      accounts = new ArrayList<>(accounts);
    }
  }
}
