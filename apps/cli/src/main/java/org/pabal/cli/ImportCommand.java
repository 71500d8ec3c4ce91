// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.cli.migration.LdifAccounts;
import org.pabal.cli.migration.LdifItem;
import org.pabal.cli.migration.LdifReader;
import org.pabal.cli.migration.PasswdReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `pabal import`: what people had on other mail systems.
@Command(name = "import")
final class ImportCommand {
    private static final String SCRIPT = "forward";
    private static final int MAX_OCTETS = 1 << 20;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final PabalCommand pabal;

    ImportCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    /// A `.forward` becomes the script `forward` of its account.
    @Command(name = "forward")
    int forward(
            @Option(names = "--account", paramLabel = "ADDRESS", required = true) String account,
            @Option(names = "--dry-run") boolean dryRun,
            @Parameters(paramLabel = "FILE") Path file) {
        if (account.indexOf('@') < 0) {
            return refuse(pabal.say("import.whole-address", account));
        }
        try {
            if (Files.size(file) > MAX_OCTETS) {
                return refuse(file + ": > 1 MiB");
            }
            ForwardScript read = ForwardScript.ofForward(Files.readString(file), account);
            tellLeft(file, read);
            String script = "# " + file.getFileName() + "\n" + read.commands("");
            return put(account, read.isWorthAScript() ? script : "", dryRun);
        } catch (IOException unreadable) {
            return refuse(pabal.say("import.unreadable", String.valueOf(unreadable)));
        }
    }

    /// The files of a person become the script `forward`; those of a domain become aliases.
    @Command(name = "qmail")
    int qmail(
            @Option(names = "--account", paramLabel = "ADDRESS", defaultValue = "") String account,
            @Option(names = "--domain", paramLabel = "DOMAIN", defaultValue = "") String domain,
            @Option(names = "--dry-run") boolean dryRun,
            @Parameters(paramLabel = "DIR") Path folder) {
        if (account.isEmpty() == domain.isEmpty() || !account.isEmpty() && !account.contains("@")) {
            return refuse(pabal.say("import.whose"));
        }
        try {
            List<QmailFolder.File> files = QmailFolder.read(folder);
            return account.isEmpty()
                    ? aliases(files, domain, dryRun)
                    : put(account, script(files, account), dryRun);
        } catch (IOException unreadable) {
            return refuse(pabal.say("import.unreadable", String.valueOf(unreadable)));
        }
    }

    private String script(List<QmailFolder.File> files, String account) {
        StringBuilder text = new StringBuilder();
        boolean tests = false;
        for (QmailFolder.File file : files) {
            ForwardScript read = ForwardScript.ofQmail(file.text(), account);
            tellLeft(file.path(), read);
            boolean itself = file.extension().isEmpty() && !file.byDefault();
            if (itself && read.isWorthAScript()) {
                text.append("# ").append(file.path().getFileName()).append('\n');
                text.append("if not envelope :matches :detail \"to\" \"*\" {\n");
                text.append(read.commands("    ")).append("    stop;\n}\n");
                tests = true;
            } else if (!itself) {
                text.append("# ").append(file.path().getFileName()).append('\n');
                text.append("if envelope ").append(file.byDefault() ? ":matches" : ":is");
                text.append(" :detail \"to\" \"").append(file.extension());
                text.append(file.byDefault() ? "*" : "").append("\" {\n");
                text.append(read.commands("    ")).append("    stop;\n}\n");
                tests = true;
            }
        }
        return tests ? "require [\"envelope\", \"subaddress\"];\n" + text : "";
    }

    private int aliases(List<QmailFolder.File> files, String domain, boolean dryRun) {
        int code = ExitCode.DONE;
        for (QmailFolder.File file : files) {
            if (file.extension().isEmpty() && !file.byDefault()) {
                continue; // of a person
            }
            boolean all = file.byDefault() && file.extension().isEmpty();
            String alias = (all ? "" : file.extension()) + "@" + domain;
            ForwardScript read = ForwardScript.ofQmail(file.text(), alias);
            tellLeft(file.path(), read);
            if (file.byDefault() && !all || read.addresses().isEmpty()) {
                say(pabal.say("import.no-alias", file.path()));
            } else {
                code = Math.max(code, alias(alias, List.copyOf(read.addresses()), dryRun));
            }
        }
        return code;
    }

    private int alias(String alias, List<String> targets, boolean dryRun) {
        if (dryRun) {
            say(alias + "\t" + String.join(", ", targets));
            return ExitCode.DONE;
        }
        return pabal.run(
                "alias.add",
                Map.of("alias", alias, "targets", targets, "owner", ""),
                (result, out) ->
                        out.println(pabal.say("alias.added", alias, String.join(", ", targets))));
    }

    /// Kept, and active unless another script is.
    private int put(String account, String script, boolean dryRun) {
        if (script.isEmpty()) {
            say(pabal.say("import.nothing"));
            return ExitCode.DONE;
        }
        if (dryRun) {
            say(script.stripTrailing());
            return ExitCode.DONE;
        }
        List<String> active = new ArrayList<>();
        int listed =
                pabal.run(
                        "sieve.list",
                        Map.of("address", account),
                        (result, out) ->
                                result.forEach(each -> {
                                    if (each.path("active").asBoolean()) {
                                        active.add(each.path("name").asString());
                                    }
                                }));
        if (listed != ExitCode.DONE) {
            return listed;
        }
        boolean activate = active.isEmpty() || active.contains(SCRIPT);
        return pabal.run(
                "sieve.put",
                Map.of("address", account, "name", SCRIPT, "script", script, "activate", activate),
                (result, out) -> {
                    result.path("errors").forEach(error -> out.println(error.toString()));
                    if (result.path("errors").isEmpty()) {
                        out.println(
                                activate
                                        ? pabal.say("sieve.put-active", SCRIPT)
                                        : pabal.say(
                                                "import.not-active", SCRIPT, active.getFirst()));
                    }
                },
                result -> result.path("errors").isEmpty() ? ExitCode.DONE : ExitCode.REFUSED);
    }

    /// The users of a Unix system, or of one domain with its own password file.
    @Command(name = "passwd")
    int passwd(
            @Option(names = "--passwd", paramLabel = "FILE", required = true) Path passwd,
            @Option(names = "--shadow", paramLabel = "FILE", defaultValue = "") String shadow,
            @Option(names = "--domain", paramLabel = "DOMAIN", required = true) String domain,
            @Option(names = "--min-uid", paramLabel = "NUMBER", defaultValue = "1000") long minUid,
            @Option(names = "--add-domains") boolean addDomains,
            @Option(names = "--dry-run") boolean dryRun) {
        PasswdReader reader = new PasswdReader(domain, minUid);
        return migrate(
                passwd,
                addDomains,
                dryRun,
                taking -> {
                    if (!shadow.isEmpty()) {
                        for (String line : lines(Path.of(shadow))) {
                            reader.shadow(line);
                        }
                    }
                    int number = 0;
                    for (String line : lines(passwd)) {
                        reader.read(++number, line).ifPresent(taking::take);
                    }
                });
    }

    /// What is not UTF-8 shows as such, and is no reason to stop.
    private static List<String> lines(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    }

    /// The people and groups of a directory.
    @Command(name = "ldif")
    int ldif(
            @Option(names = "--domain", paramLabel = "DOMAIN", defaultValue = "") String domain,
            @Option(names = "--add-domains") boolean addDomains,
            @Option(names = "--dry-run") boolean dryRun,
            @Parameters(paramLabel = "FILE") Path file) {
        LdifAccounts accounts =
                new LdifAccounts(Optional.of(domain).filter(given -> !given.isEmpty()));
        return migrate(
                file,
                addDomains,
                dryRun,
                taking -> {
                    try (InputStream in = Files.newInputStream(file)) {
                        LdifReader reader = new LdifReader(in);
                        Optional<LdifItem> item = reader.read();
                        while (item.isPresent()) {
                            taking.take(accounts.read(item.get()));
                            item = reader.read();
                        }
                    }
                });
    }

    private interface Reading {
        void into(AccountMigration taking) throws IOException;
    }

    private int migrate(Path file, boolean addDomains, boolean dryRun, Reading reading) {
        try (Administration administration =
                pabal.context().administration().apply(pabal.place())) {
            AccountMigration migration =
                    new AccountMigration(
                            pabal, administration, file.toString(), addDomains, dryRun);
            try {
                reading.into(migration);
                migration.finish();
            } catch (AccountMigration.Lost e) {
                return pabal.refuse(
                        "unavailable",
                        pabal.say(
                                "import.lost", String.valueOf(e.getMessage()), migration.summary()),
                        ExitCode.UNAVAILABLE);
            }
            if (pabal.json()) {
                say(JSON.writeValueAsString(migration.result()));
            } else {
                say(migration.summary());
            }
            return migration.exitCode();
        } catch (IOException unreadable) {
            return refuse(pabal.say("import.unreadable", String.valueOf(unreadable)));
        }
    }

    private void tellLeft(Path file, ForwardScript read) {
        for (String line : read.left()) {
            pabal.context().err().println(pabal.say("import.left", file + ":" + line));
        }
        pabal.context().err().flush();
    }

    private void say(String text) {
        pabal.context().out().println(text);
        pabal.context().out().flush();
    }

    private int refuse(String reason) {
        return pabal.refuse("refused", reason, ExitCode.REFUSED);
    }
}
