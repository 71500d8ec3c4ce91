// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A running server, and the programs that people use with it: each has its folder as its HOME.
final class Clients implements AutoCloseable {
    private final Path folder;
    private final PabalProcess server;
    private int accounts;

    private Clients(Path folder, PabalProcess server) {
        this.folder = folder;
        this.server = server;
    }

    /// With the account `alice@pabal.test`.
    static Clients start(Path folder) throws Exception {
        PabalProcess server = PabalProcess.at(folder.resolve("data")).start();
        return new Clients(folder, server.with("pabal.test", "alice"));
    }

    PabalProcess server() {
        return server;
    }

    Path folder() {
        return folder;
    }

    /// A fresh account, so that tests do not see each other's mail.
    String account() throws Exception {
        String localPart = "reader" + ++accounts;
        server.account(localPart, "pabal.test");
        return localPart;
    }

    /// The server's certificate, for programs that insist on knowing it.
    Path certificate() throws Exception {
        String script =
                """
                import ssl
                print(ssl.get_server_certificate(('127.0.0.1', %d)))
                """
                        .formatted(server.port(993));
        return Files.writeString(folder.resolve("server.pem"), python(script));
    }

    /// What the script prints.
    String python(String script) throws Exception {
        assumeTrue(Run.has("python3"));
        Path file = Files.writeString(Files.createTempFile(folder, "script", ".py"), script);
        return Run.command("python3", file.toString()).in(folder).run().mustSucceed().output();
    }

    /// curl on an IMAP URL.
    ///
    /// @param path behind the port
    byte[] curl(String account, String path, String... more) throws Exception {
        return curl(server, account, path, more);
    }

    byte[] curl(PabalProcess from, String account, String path, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "--silent",
                                "--show-error",
                                "--insecure",
                                "--user",
                                account + "@pabal.test:" + account + "-secret",
                                "imaps://127.0.0.1:" + from.port(993) + path));
        command.addAll(List.of(more));
        return Run.command(command).in(folder).run().mustSucceed().octets();
    }

    /// The server's store is whole, and the server ends as it should.
    @Override
    public void close() throws Exception {
        server.pabal("", "store", "verify").mustSucceed();
        int exit = server.stop();
        if (exit != 0 && exit != 143) {
            throw new AssertionError("the server's exit code is " + exit + "\n" + server.log());
        }
    }

    static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    static byte[] withLf(byte[] mail) {
        return text(mail).replace("\r\n", "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
