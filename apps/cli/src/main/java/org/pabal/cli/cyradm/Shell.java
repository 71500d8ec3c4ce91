// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.cyradm;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// Does what is typed, and prints what Cyrus' cyradm would print.
public final class Shell {
    private final Calls calls;
    private final Server server;
    private final PrintWriter err;
    private PrintWriter out;
    private Path folder;
    private boolean connected = true;
    private boolean failed;
    private OptionalInt exit = OptionalInt.empty();

    /// What is administered.
    ///
    /// @param name its host name
    public record Server(String name, String version) {}

    /// @param folder where output files go, until `chdir`
    public Shell(Calls calls, Server server, PrintWriter out, PrintWriter err, Path folder) {
        this.calls = calls;
        this.server = server;
        this.out = out;
        this.err = err;
        this.folder = folder;
    }

    public String prompt() {
        return (connected ? server.name() : "cyradm") + "> ";
    }

    /// Present once the shell is to end.
    public OptionalInt exit() {
        return exit;
    }

    /// True when the last command was not done.
    public boolean hasFailed() {
        return failed;
    }

    /// A line as it is typed.
    public void run(String line) {
        failed = false;
        try {
            for (Words.Command command : Words.commands(line)) {
                if (exit.isEmpty()) {
                    runTo(command);
                }
            }
        } catch (CyradmException wrong) {
            fail(wrong.reason());
        }
    }

    private void runTo(Words.Command command) {
        if (command.output().isEmpty()) {
            run(command.words());
            return;
        }
        PrintWriter terminal = out;
        Words.Output output = command.output().get();
        try (PrintWriter file = open(output)) {
            out = file;
            run(command.words());
        } catch (IOException unwritable) {
            fail(output.file() + ": " + unwritable.getMessage());
        } finally {
            out = terminal;
        }
    }

    private PrintWriter open(Words.Output output) throws IOException {
        return new PrintWriter(
                Files.newBufferedWriter(
                        folder.resolve(output.file()),
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        output.appends()
                                ? StandardOpenOption.APPEND
                                : StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE));
    }

    private void fail(String reason) {
        failed = true;
        out.flush();
        err.println(reason);
        err.flush();
    }

    /// One command, its words told apart.
    public void run(List<String> words) {
        Optional<Verb> verb = Verb.of(words.getFirst());
        if (verb.isEmpty()) {
            fail("unknown command: " + words.getFirst() + " (help lists those that there are)");
            return;
        }
        try {
            run(verb.get(), new Given(verb.get(), words.subList(1, words.size())));
        } catch (CyradmException refused) {
            fail(refused.reason());
        }
        out.flush();
    }

    private void run(Verb verb, Given given) throws CyradmException {
        switch (verb) {
            case HELP -> help(given);
            case EXIT -> exit(given);
            case CHDIR -> changeFolder(given);
            case SERVER -> server(given);
            case AUTHENTICATE -> out.println("The files of " + server.name() + " are proof enough");
            default -> {
                if (!connected) {
                    throw new CyradmException(verb.word() + ": no connection to server");
                }
                runConnected(verb, given);
            }
        }
    }

    private void runConnected(Verb verb, Given given) throws CyradmException {
        MailboxVerbs mailboxes = new MailboxVerbs(calls, out);
        switch (verb) {
            case DISCONNECT -> {
                given.count(0, 0);
                connected = false;
            }
            case VERSION -> {
                given.count(0, 0);
                out.printf("%-11s: %s%n", "name", "Pabal");
                out.printf("%-11s: %s%n", "version", server.version());
            }
            case CREATE -> mailboxes.create(given);
            case DELETE -> mailboxes.delete(given);
            case RENAME -> mailboxes.rename(given);
            case LIST -> mailboxes.list(given);
            case LIST_SUBSCRIBED -> mailboxes.listSubscribed(given);
            case SUBSCRIBE -> mailboxes.subscribe(given, false);
            case UNSUBSCRIBE -> mailboxes.subscribe(given, true);
            case RECONSTRUCT -> mailboxes.reconstruct(given);
            case TRANSFER -> mailboxes.transfer(given);
            case LIST_ACL -> new AclVerbs(calls, out, mailboxes).list(given);
            case SET_ACL -> new AclVerbs(calls, out, mailboxes).set(given);
            case DELETE_ACL -> new AclVerbs(calls, out, mailboxes).delete(given);
            case LIST_QUOTA -> new QuotaVerbs(calls, out).list(given);
            case LIST_QUOTA_ROOT -> new QuotaVerbs(calls, out).listRoot(given);
            case SET_QUOTA -> new QuotaVerbs(calls, out).set(given);
            case INFO, GET_METADATA -> new AnnotationVerbs(calls, out).show(given);
            case MBOXCFG, SET_METADATA -> new AnnotationVerbs(calls, out).set(given);
            case SET_INFO ->
                    throw new CyradmException(
                            "setinfo: what is said of the server stands in its settings:"
                                    + " imap.admin-contact; pabal config");
            case HELP, EXIT, CHDIR, SERVER, AUTHENTICATE -> throw new AssertionError(verb);
        }
    }

    private void help(Given given) throws CyradmException {
        List<String> asked = given.count(0, Integer.MAX_VALUE);
        if (asked.isEmpty()) {
            int width = 0;
            for (Verb verb : Verb.values()) {
                width = Math.max(width, verb.forms().length());
            }
            for (Verb verb : Verb.values()) {
                out.println(
                        verb.forms() + " ".repeat(width + 2 - verb.forms().length()) + verb.help());
            }
        }
        for (String word : asked) {
            Optional<Verb> verb = Verb.of(word);
            if (verb.isEmpty()) {
                throw new CyradmException("unknown command: " + word);
            }
            if (!verb.get().word().equals(word)) {
                out.print(word + ", alias for ");
            }
            out.println(verb.get().usage());
            out.println("\t" + verb.get().help());
        }
    }

    private void exit(Given given) throws CyradmException {
        List<String> words = given.count(0, 1);
        String number = words.isEmpty() ? "0" : words.getFirst();
        if (!number.matches("[0-9]{1,3}")) {
            throw given.usage();
        }
        exit = OptionalInt.of(Integer.parseInt(number) & 0xFF);
    }

    private void changeFolder(Given given) throws CyradmException {
        Path wanted = folder.resolve(given.count(1, 1).getFirst());
        if (!Files.isDirectory(wanted)) {
            throw new CyradmException("chdir: " + wanted + ": No such directory");
        }
        folder = wanted.normalize();
    }

    private void server(Given given) throws CyradmException {
        List<String> words = given.count(0, 1);
        if (words.isEmpty() && !connected) {
            throw new CyradmException("server: no connection to server");
        }
        if (words.isEmpty()) {
            out.println(server.name());
        } else if (words.getFirst().equals(server.name()) || words.getFirst().equals("localhost")) {
            connected = true;
        } else {
            throw new CyradmException(
                    "server: "
                            + words.getFirst()
                            + ": only the server of this data directory is administered: run pabal"
                            + " cyradm there, or name another by --data");
        }
    }

    /// What can follow what is typed: verbs, then names of mailboxes.
    public List<String> completions(List<String> words, String typed) {
        if (words.isEmpty()) {
            return Verb.words().stream().filter(word -> word.startsWith(typed)).toList();
        }
        if (!typed.startsWith("user")) {
            return List.of("user.");
        }
        try {
            Map<String, Object> arguments = new HashMap<>();
            arguments.put("pattern", typed.equals("user") ? "user.*" : typed + "*");
            arguments.put("limit", "100");
            List<String> names = new ArrayList<>();
            for (JsonNode mailbox : calls.call("mailbox.list", arguments).path("mailboxes")) {
                names.add(mailbox.path("name").asString());
            }
            return names;
        } catch (CyradmException _) {
            return List.of();
        }
    }
}
