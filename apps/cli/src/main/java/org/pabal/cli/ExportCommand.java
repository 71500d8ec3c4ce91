// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.pabal.cli.Administration.Answer;
import org.pabal.cli.migration.ExportedEntries;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `pabal export`: what other mail systems and directories can read.
@Command(name = "export")
final class ExportCommand {
    private final PabalCommand pabal;

    ExportCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    /// Accounts and aliases as LDIF.
    @Command(name = "ldif")
    int ldif(
            @Option(names = "--domain", paramLabel = "DOMAIN", defaultValue = "") String domain,
            @Option(names = "--with-passwords") boolean withPasswords,
            @Option(names = "--uid-number-base", paramLabel = "NUMBER", defaultValue = "10000")
                    long uidBase,
            @Option(names = "--output", paramLabel = "FILE", defaultValue = "") String output) {
        try (Administration administration =
                pabal.context().administration().apply(pabal.place())) {
            if (output.isEmpty()) {
                PrintWriter out = pabal.context().out();
                write(administration, out, domain, withPasswords, uidBase);
                out.flush();
                return ExitCode.DONE;
            }
            Path file = Path.of(output);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            try (Writer out =
                    new BufferedWriter(
                            Files.newBufferedWriter(
                                    file, StandardCharsets.UTF_8, StandardOpenOption.WRITE))) {
                write(administration, out, domain, withPasswords, uidBase);
            }
            return ExitCode.DONE;
        } catch (AccountMigration.Lost e) {
            return pabal.refuse("refused", String.valueOf(e.getMessage()), ExitCode.REFUSED);
        } catch (FileAlreadyExistsException e) {
            return pabal.refuse("refused", pabal.say("export.exists", output), ExitCode.REFUSED);
        } catch (IOException e) {
            return pabal.refuse("refused", pabal.say("export.failed", e), ExitCode.REFUSED);
        }
    }

    private static void write(
            Administration administration,
            Appendable out,
            String domain,
            boolean withPasswords,
            long uidBase)
            throws IOException {
        ExportedEntries entries = new ExportedEntries(out, uidBase);
        String after = "";
        boolean more = true;
        while (more) {
            Map<String, Object> arguments = new HashMap<>();
            arguments.put("domain", domain);
            arguments.put("passwords", withPasswords);
            arguments.put("after", after);
            JsonNode page =
                    switch (administration.call("directory.export", arguments)) {
                        case Answer.Done(JsonNode result) -> result;
                        case Answer.Refused(String reason) ->
                                throw new AccountMigration.Lost(reason);
                        case Answer.Unavailable(String reason) ->
                                throw new AccountMigration.Lost(reason);
                    };
            entries.write(page);
            after = page.path("after").asString("");
            more = !after.isEmpty();
        }
    }
}
