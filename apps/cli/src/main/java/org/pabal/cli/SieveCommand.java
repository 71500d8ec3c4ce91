// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal sieve`: the scripts by which people's mail is filed.
@Command(
        name = "sieve",
        subcommands = {SieveTestCommand.class, SieveApplyCommand.class})
final class SieveCommand {
    private static final String STANDARD_INPUT = "-";

    private final PabalCommand pabal;

    SieveCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "put")
    int put(
            @Option(names = "--account", paramLabel = "ADDRESS", required = true) String account,
            @Option(names = "--activate") boolean activate,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "FILE", defaultValue = STANDARD_INPUT) String file)
            throws IOException {
        Optional<String> script = read(file);
        return script.isEmpty()
                ? ExitCode.REFUSED
                : pabal.run(
                        "sieve.put",
                        Map.of(
                                "address",
                                account,
                                "name",
                                name,
                                "script",
                                script.get(),
                                "activate",
                                activate),
                        (result, out) -> {
                            showFindings(result, out, file);
                            if (result.path("errors").isEmpty()) {
                                out.println(
                                        pabal.say(
                                                activate ? "sieve.put-active" : "sieve.put", name));
                            }
                        },
                        SieveCommand::refusedForErrors);
    }

    /// Raw, so that it can be edited and put again.
    @Command(name = "get")
    int get(
            @Option(names = "--account", paramLabel = "ADDRESS", required = true) String account,
            @Parameters(paramLabel = "NAME", arity = "0..1", defaultValue = "") String name) {
        return pabal.run(
                "sieve.get",
                Map.of("address", account, "name", name),
                (result, out) -> out.print(result.path("script").asString()));
    }

    @Command(name = "list")
    int list(@Option(names = "--account", paramLabel = "ADDRESS", required = true) String account) {
        return pabal.run(
                "sieve.list",
                Map.of("address", account),
                (result, out) -> {
                    if (result.isEmpty()) {
                        out.println(pabal.say("sieve.none", account));
                    }
                    result.forEach(script -> out.println(line(script)));
                });
    }

    private String line(JsonNode script) {
        return script.path("name").asString()
                + "\t"
                + script.path("octets").asLong()
                + "\t"
                + pabal.time(script.path("changed"))
                + (script.path("active").asBoolean() ? "\t" + pabal.say("sieve.active") : "");
    }

    @Command(name = "activate")
    int activate(
            @Option(names = "--account", paramLabel = "ADDRESS", required = true) String account,
            @Parameters(paramLabel = "NAME") String name) {
        return pabal.run(
                "sieve.activate",
                Map.of("address", account, "name", name),
                (result, out) -> out.println(pabal.say("sieve.activated", name, account)));
    }

    @Command(name = "deactivate")
    int deactivate(
            @Option(names = "--account", paramLabel = "ADDRESS", required = true) String account) {
        return pabal.run(
                "sieve.deactivate",
                Map.of("address", account),
                (result, out) -> out.println(pabal.say("sieve.deactivated", account)));
    }

    @Command(name = "delete")
    int delete(
            @Option(names = "--account", paramLabel = "ADDRESS", required = true) String account,
            @Parameters(paramLabel = "NAME") String name) {
        return pabal.run(
                "sieve.delete",
                Map.of("address", account, "name", name),
                (result, out) -> out.println(pabal.say("sieve.deleted", name)));
    }

    @Command(name = "rename")
    int rename(
            @Option(names = "--account", paramLabel = "ADDRESS", required = true) String account,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "NEW-NAME") String to) {
        return pabal.run(
                "sieve.rename",
                Map.of("address", account, "name", name, "to", to),
                (result, out) -> out.println(pabal.say("sieve.renamed", name, to)));
    }

    @Command(name = "trouble")
    int trouble(
            @Option(names = "--account", paramLabel = "ADDRESS", required = true) String account) {
        return pabal.run(
                "sieve.trouble",
                Map.of("address", account),
                (result, out) -> {
                    if (result.isEmpty()) {
                        out.println(pabal.say("sieve.no-trouble", account));
                    }
                    result.forEach(each ->
                            out.println(
                                    pabal.time(each.path("at"))
                                            + "  "
                                            + each.path("script").asString()
                                            + "  "
                                            + each.path("text").asString()
                                            + "  "
                                            + pabal.say(
                                                    "sieve.on-mail",
                                                    each.path("mail").asString())));
                });
    }

    @Command(name = "check")
    int check(
            @Option(names = "--account", paramLabel = "ADDRESS", defaultValue = "") String account,
            @Parameters(paramLabel = "FILE", defaultValue = STANDARD_INPUT) String file)
            throws IOException {
        Optional<String> script = read(file);
        return script.isEmpty()
                ? ExitCode.REFUSED
                : pabal.run(
                        "sieve.check",
                        Map.of("address", account, "script", script.get()),
                        (result, out) -> {
                            showFindings(result, out, file);
                            if (result.path("errors").isEmpty()) {
                                out.println(pabal.say("sieve.good"));
                            }
                        },
                        SieveCommand::refusedForErrors);
    }

    @Command(name = "batches")
    int batches(
            @Option(names = "--account", paramLabel = "ADDRESS", required = true) String account) {
        return pabal.run(
                "sieve.batches",
                Map.of("address", account),
                (result, out) ->
                        result.forEach(batch ->
                                out.println(
                                        batch.path("batch").asLong()
                                                + "\t"
                                                + pabal.time(batch.path("at"))
                                                + "\t"
                                                + batch.path("mailbox").asString()
                                                + "\t"
                                                + batch.path("script").asString()
                                                + "\t"
                                                + pabal.say(
                                                        "sieve.batch-"
                                                                + batch.path("state")
                                                                        .asString()))));
    }

    @Command(name = "undo")
    int undo(
            @Option(names = "--account", paramLabel = "ADDRESS", required = true) String account,
            @Parameters(paramLabel = "BATCH") int batch) {
        return pabal.run(
                "sieve.undo",
                Map.of("address", account, "batch", batch),
                (result, out) ->
                        out.println(
                                pabal.say(
                                        "sieve.undone",
                                        result.path("restored").asLong(),
                                        result.path("gone").asLong())));
    }

    private static int refusedForErrors(JsonNode result) {
        return result.path("errors").isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    /// In the form of compilers, which editors know: `file:line:column: error: text`.
    private void showFindings(JsonNode result, PrintWriter out, String file) {
        show(result.path("errors"), pabal.say("sieve.error"), out, file);
        show(result.path("warnings"), pabal.say("sieve.warning"), out, file);
    }

    private static void show(JsonNode findings, String kind, PrintWriter out, String file) {
        findings.forEach(finding ->
                out.println(
                        file
                                + ":"
                                + finding.path("line").asInt()
                                + ":"
                                + finding.path("column").asInt()
                                + ": "
                                + kind
                                + ": "
                                + finding.path("text").asString()));
    }

    /// @return empty when it cannot be read, which has then been said
    private Optional<String> read(String file) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            StringWriter text = new StringWriter();
            pabal.context().in().transferTo(text);
            return Optional.of(text.toString());
        }
        try {
            return Optional.of(Files.readString(Path.of(file)));
        } catch (CharacterCodingException notText) {
            pabal.refuse("refused", pabal.say("sieve.not-utf8", file), ExitCode.REFUSED);
        } catch (IOException unreadable) {
            pabal.refuse(
                    "refused",
                    pabal.say("sieve.unreadable", file, unreadable.toString()),
                    ExitCode.REFUSED);
        }
        return Optional.empty();
    }
}
