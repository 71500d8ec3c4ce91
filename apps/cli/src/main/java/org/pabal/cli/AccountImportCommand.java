// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pabal.cli.Administration.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pabal account import`: brings mail from another server, of one account or of all that a file
/// names. The server does it, and goes on when this command ends.
@Command(name = "import")
final class AccountImportCommand implements Callable<Integer> {
    private static final int MAX_SECRET = 8_192;

    private final PabalCommand pabal;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ADDRESS")
    private String address = "";

    @Option(names = "--from", paramLabel = "URI", defaultValue = "")
    private String from = "";

    @Option(names = "--password-file", paramLabel = "FILE", defaultValue = "")
    private String passwordFile = "";

    @Option(names = "--token-file", paramLabel = "FILE", defaultValue = "")
    private String tokenFile = "";

    @Option(names = "--acts-for", paramLabel = "USER", defaultValue = "")
    private String actsFor = "";

    @Option(names = "--skip", paramLabel = "NAME")
    private List<String> skip = new ArrayList<>();

    @Option(names = "--list", paramLabel = "FILE", defaultValue = "")
    private String list = "";

    @Option(names = "--detach")
    private boolean detach;

    @Option(names = "--watch")
    private boolean watch;

    @Option(names = "--stop")
    private boolean stop;

    AccountImportCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Override
    public Integer call() throws IOException {
        if (address.isEmpty() == list.isEmpty()) {
            return usage("account.import.whose");
        }
        if (stop) {
            return pabal.run(
                    "account.import.stop",
                    Map.of("address", address),
                    (result, out) ->
                            out.println(
                                    pabal.say(
                                            result.path("stopped").asBoolean()
                                                    ? "account.import.stopped"
                                                    : "account.import.nothing",
                                            address)));
        }
        try (Administration administration = pabal.open()) {
            ImportProgress progress = new ImportProgress(pabal, administration);
            if (watch) {
                progress.follow(address, "");
                return progress.untilOver();
            }
            Optional<ImportUri> uri = ImportUri.parse(from);
            boolean isAddress = uri.isEmpty() && from.matches("[^/:@]+@[^/:@]+");
            if (uri.isEmpty() && !isAddress || passwordFile.isEmpty() == tokenFile.isEmpty()) {
                return usage("account.import.from");
            }
            if (isAddress) {
                Answer found = administration.call("account.import.find", Map.of("of", from));
                if (!(found instanceof Answer.Done(var said))) {
                    return pabal.show(found, (_, _) -> {}, _ -> ExitCode.DONE);
                }
                ImportUri there = ImportUri.of(from, said);
                if (said.path("mustBeConfirmed").asBoolean()) {
                    return pabal.refuse(
                            "refused",
                            pabal.say(
                                    "account.import.confirm",
                                    said.path("domain").asString(),
                                    there.host(),
                                    there.text()),
                            ExitCode.REFUSED);
                }
                uri = Optional.of(there);
            }
            int begun =
                    list.isEmpty()
                            ? begin(administration, progress, one(uri.get(), address, ""))
                            : beginAll(administration, progress, uri.get());
            return detach || begun != ExitCode.DONE && list.isEmpty()
                    ? begun
                    : Math.max(begun, progress.untilOver());
        }
    }

    private int usage(String message) {
        return pabal.refuse("refused", pabal.say(message), ExitCode.USAGE);
    }

    private Map<String, Object> one(ImportUri uri, String whose, String user) throws IOException {
        Map<String, Object> arguments = new HashMap<>(uri.arguments());
        arguments.put("address", whose);
        String acting = user.isEmpty() ? actsFor : user;
        if (!acting.isEmpty()) {
            arguments.put("actsFor", acting);
        }
        arguments.put("skip", skip);
        arguments.put(
                tokenFile.isEmpty() ? "password" : "token",
                secret(tokenFile.isEmpty() ? passwordFile : tokenFile));
        return arguments;
    }

    /// The first line of a file.
    private static String secret(String file) throws IOException {
        Path path = Path.of(file);
        if (Files.size(path) > MAX_SECRET) {
            throw new IOException(file + " is too large for a password");
        }
        return Files.readString(path).lines().findFirst().orElse("");
    }

    private int begin(
            Administration administration, ImportProgress progress, Map<String, Object> arguments) {
        Answer answer = administration.call("account.import.start", arguments);
        if (answer instanceof Answer.Done(var result)) {
            progress.follow(result.path("address").asString(), result.path("id").asString());
        }
        return pabal.show(
                answer,
                (result, out) ->
                        out.println(
                                pabal.say(
                                        "account.import.begun", result.path("address").asString())),
                _ -> ExitCode.DONE);
    }

    /// Each line an address here, then, where they differ, the user there, then, where no one user
    /// reads everybody's mail, the user's password.
    private int beginAll(Administration administration, ImportProgress progress, ImportUri uri)
            throws IOException {
        int worst = ExitCode.DONE;
        for (String line : Files.readAllLines(Path.of(list))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.split(",", 3);
            String whose = fields[0].strip();
            String user = fields.length < 2 || fields[1].isBlank() ? whose : fields[1].strip();
            Map<String, Object> arguments = one(uri, whose, user);
            if (fields.length == 3) {
                arguments.put("user", user);
                arguments.put("password", fields[2]);
                arguments.remove("actsFor");
                arguments.remove("token");
            }
            worst = Math.max(worst, begin(administration, progress, arguments));
        }
        return worst;
    }
}
