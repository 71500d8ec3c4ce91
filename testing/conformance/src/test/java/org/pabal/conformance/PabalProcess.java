// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The distribution as it was just built, run as its own process on loopback.
final class PabalProcess implements AutoCloseable {
    static final String HOSTNAME = "mail.pabal.test";
    private static final int TRIES = 300;

    private final Path data;
    private final Ports ports;
    private final List<String> javaOptions;
    private List<String> prefix = List.of();
    private List<String> place;
    private String hostname = HOSTNAME;
    private @Nullable Process process;
    private @Nullable BufferedReader out;

    private PabalProcess(Path data, Ports ports, List<String> javaOptions) {
        this.data = data;
        this.ports = ports;
        this.javaOptions = javaOptions;
        this.place =
                List.of("--port-offset", Integer.toString(ports.offset()), "--bind", "127.0.0.1");
    }

    /// A server on a fresh or used data directory; not started yet.
    static PabalProcess at(Path data, String... javaOptions) {
        return new PabalProcess(data, Ports.claim(), List.of(javaOptions));
    }

    /// A fresh data directory `data` in this folder, with these settings.
    static Path data(Path folder, String settings) throws IOException {
        Path data =
                Files.createDirectory(
                        folder.resolve("data"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        Files.writeString(data.resolve("pabal.toml"), settings);
        return data;
    }

    /// Runs it in a network of its own that has nothing but loopback; for root only.
    PabalProcess withoutNetwork() {
        prefix =
                List.of(
                        "unshare",
                        "--net",
                        "sh",
                        "-c",
                        "ip link set lo up && exec \"$@\"",
                        "pabal");
        return this;
    }

    /// Runs it in this network, at all its addresses, with the ports that everybody knows.
    PabalProcess within(OwnNetwork network) {
        prefix = network.prefix();
        place = List.of();
        return this;
    }

    /// One of several hosts, by this name; empty for the one that its settings give.
    PabalProcess named(String name) {
        hostname = name;
        return this;
    }

    int port(int wellKnown) {
        return wellKnown + ports.offset();
    }

    Path data() {
        return data;
    }

    long pid() {
        return running().pid();
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("the server was not started");
        }
        return process;
    }

    /// Starts the server and waits until all doors are open.
    PabalProcess start() throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(command());
        command.addAll(List.of("serve", "--data", data.toString()));
        command.addAll(place);
        if (!hostname.isEmpty()) {
            command.addAll(List.of("--hostname", hostname));
        }
        Process started =
                new ProcessBuilder(command)
                        .redirectError(data.resolveSibling(data.getFileName() + ".log").toFile())
                        .start();
        process = started;
        out = started.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.startsWith("ready")) {
            throw new IOException("the server did not start: " + line + "\n" + log());
        }
        return this;
    }

    /// The next line of what it says on standard output after `ready`.
    String said() throws IOException {
        if (out == null) {
            throw new IllegalStateException("the server was not started");
        }
        return String.valueOf(out.readLine());
    }

    boolean isRunning() {
        return running().isAlive();
    }

    /// What the server wrote to standard error.
    String log() throws IOException {
        return Files.readString(data.resolveSibling(data.getFileName() + ".log"));
    }

    /// SIGKILL: the process gets no chance to do anything more.
    void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    /// SIGTERM: the server drains and ends.
    ///
    /// @return its exit code
    int stop() throws InterruptedException {
        running().destroy();
        if (!running().waitFor(60, TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("the server did not stop within a minute");
        }
        return running().exitValue();
    }

    /// Runs a `pabal` command for this data directory, whether the server runs or not.
    Run.Result pabal(String input, String... arguments) throws Exception {
        List<String> command = command();
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString()));
        return Run.command(command).input(input.getBytes(StandardCharsets.UTF_8)).run();
    }

    /// A file that runs `sendmail`, `mailq` or another such command for this data directory, for
    /// programs that call it.
    Path program(Path folder, String name) throws IOException {
        String command = String.join(" ", command());
        String script =
                "#!/bin/sh\nPABAL_DATA="
                        + data
                        + "\nexport PABAL_DATA\nexec "
                        + command
                        + " "
                        + name
                        + " \"$@\"\n";
        Path file = Files.writeString(folder.resolve(name), script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    /// Makes a domain and accounts, each with the password `<local-part>-secret`.
    PabalProcess with(String domain, String... localParts) throws Exception {
        pabal("", "domain", "add", domain).mustSucceed();
        for (String localPart : localParts) {
            account(localPart, domain);
        }
        return this;
    }

    /// Makes an account with the password `<local-part>-secret`.
    void account(String localPart, String domain) throws Exception {
        pabal(
                        localPart + "-secret\n",
                        "account",
                        "add",
                        localPart + "@" + domain,
                        "--password-stdin")
                .mustSucceed();
    }

    /// Hands a mail over as a client of our own network.
    void send(String from, String to, byte[] mail) throws IOException {
        try (LineClient client = LineClient.connect(port(25))) {
            client.reply();
            client.ask("EHLO client.test");
            client.ask("MAIL FROM:<" + from + ">");
            client.ask("RCPT TO:<" + to + ">");
            client.ask("DATA");
            String stuffed =
                    new String(mail, StandardCharsets.ISO_8859_1).replace("\r\n.", "\r\n..");
            client.sendOctets(stuffed.getBytes(StandardCharsets.ISO_8859_1));
            String reply = client.ask(".");
            if (!reply.startsWith("250")) {
                throw new AssertionError(reply);
            }
        }
    }

    /// An IMAP session over TLS, logged in.
    LineClient imap(String localPart) throws Exception {
        LineClient imap = LineClient.connectTls(port(993));
        imap.line();
        String login = imap.command("LOGIN " + localPart + "@pabal.test " + localPart + "-secret");
        if (!login.startsWith("t OK")) {
            imap.close();
            throw new AssertionError(login);
        }
        return imap;
    }

    /// The mail with this number in INBOX, once it is there.
    String awaitMail(String localPart, int number) throws Exception {
        try (LineClient imap = imap(localPart)) {
            imap.command("SELECT INBOX");
            for (int i = 0; i < TRIES; i++) {
                String got = imap.command("FETCH " + number + " BODY[]");
                if (got.contains("BODY[]")) {
                    return got;
                }
                Thread.sleep(100); // the mail is on its way
                imap.command("NOOP");
            }
            throw new AssertionError("no mail " + number + "; " + log());
        }
    }

    private List<String> command() {
        return Distribution.command(javaOptions);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        ports.close();
    }
}
