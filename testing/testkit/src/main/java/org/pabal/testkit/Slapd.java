// SPDX-License-Identifier: Apache-2.0
package org.pabal.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// OpenLDAP's server as a process of its own, on ports of loopback, with one database in a folder.
///
/// Its schema has core, cosine, inetorgperson, nis, misc, the brief's xMail and postfix-book. Who
/// binds as {@link #MANAGER} may do anything; everybody may read all but passwords, and their owners
/// write them.
public final class Slapd implements AutoCloseable {
    public static final String MANAGER = "cn=manager";
    public static final String MANAGER_PASSWORD = "manager's secret";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PROGRAM = "/usr/sbin/slapd";

    /// What makes one.
    ///
    /// @param more lines of slapd.conf behind those of the database
    /// @param certificate for TLS
    public record Setup(String suffix, String ldif, String more, Optional<Certified> certificate) {

        public static Setup of(String suffix, String ldif) {
            return new Setup(suffix, ldif, "", Optional.empty());
        }

        public Setup withMore(String lines) {
            return new Setup(suffix, ldif, lines, certificate);
        }

        public Setup withCertificate(Certified own) {
            return new Setup(suffix, ldif, more, Optional.of(own));
        }
    }

    private final Path folder;
    private final String suffix;
    private final int port;
    private final int tlsPort;
    private Process process;

    private Slapd(Path folder, String suffix, int port, int tlsPort) throws IOException {
        this.folder = folder;
        this.suffix = suffix;
        this.port = port;
        this.tlsPort = tlsPort;
        this.process = run();
    }

    public static boolean isInstalled() {
        return Files.isExecutable(Path.of(PROGRAM));
    }

    /// Loads the LDIF, which the schema checks, and starts.
    ///
    /// @param folder is made, and holds all that it writes
    public static Slapd start(Path folder, Setup setup) throws IOException {
        Files.createDirectories(folder.resolve("db"));
        for (String schema : List.of("xmail.schema", "postfix-book.schema")) {
            try (InputStream in = Slapd.class.getResourceAsStream(schema)) {
                Files.copy(Objects.requireNonNull(in, schema), folder.resolve(schema));
            }
        }
        Files.writeString(folder.resolve("slapd.conf"), configuration(folder, setup));
        Files.writeString(folder.resolve("first.ldif"), setup.ldif());
        load(folder);
        Slapd slapd = new Slapd(folder, setup.suffix(), freePort(), freePort());
        slapd.await();
        return slapd;
    }

    private static String configuration(Path folder, Setup setup) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String schema : List.of("core", "cosine", "inetorgperson", "nis", "misc")) {
            lines.add("include /etc/ldap/schema/" + schema + ".schema");
        }
        lines.add("include " + folder.resolve("xmail.schema"));
        lines.add("include " + folder.resolve("postfix-book.schema"));
        lines.add("modulepath /usr/lib/ldap");
        for (String module : List.of("back_mdb", "ppolicy", "pw-sha2", "argon2")) {
            lines.add("moduleload " + module);
        }
        lines.add("pidfile " + folder.resolve("slapd.pid"));
        lines.add("sizelimit unlimited");
        if (setup.certificate().isPresent()) {
            Certified own = setup.certificate().get();
            lines.add(
                    "TLSCertificateFile "
                            + Files.writeString(folder.resolve("own.pem"), own.pem()));
            lines.add(
                    "TLSCertificateKeyFile "
                            + Files.writeString(folder.resolve("own.key"), own.keyPem()));
        }
        lines.add("database mdb");
        lines.add("maxsize 67108864");
        lines.add("suffix \"" + setup.suffix() + "\"");
        lines.add("rootdn \"" + MANAGER + "," + setup.suffix() + "\"");
        lines.add("rootpw \"" + MANAGER_PASSWORD + "\"");
        lines.add("directory " + folder.resolve("db"));
        lines.add("dbnosync");
        lines.add("index objectClass,uid,mail,maildrop,mailacceptinggeneralid,mailAlias eq");
        lines.add("access to attrs=userPassword by self write by anonymous auth by * none");
        lines.add("access to * by * read");
        lines.add(setup.more());
        return String.join("\n", lines) + "\n";
    }

    private static void load(Path folder) throws IOException {
        Process loader =
                new ProcessBuilder(
                                PROGRAM,
                                "-T",
                                "add",
                                "-q",
                                "-f",
                                folder.resolve("slapd.conf").toString(),
                                "-l",
                                folder.resolve("first.ldif").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("load.out").toFile())
                        .start();
        if (waitFor(loader) != 0) {
            throw new IOException(
                    "slapd takes not the LDIF:\n" + Files.readString(folder.resolve("load.out")));
        }
    }

    private Process run() throws IOException {
        return new ProcessBuilder(
                        PROGRAM,
                        "-h",
                        "ldap://127.0.0.1:" + port + " ldaps://127.0.0.1:" + tlsPort,
                        "-f",
                        folder.resolve("slapd.conf").toString(),
                        "-d",
                        "0")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("slapd.out").toFile())
                .start();
    }

    /// Until it answers its port.
    private void await() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            boolean ended = exits(Duration.ofMillis(20));
            if (ended || System.nanoTime() > end) {
                close();
                throw new IOException(
                        "slapd does not listen:\n" + Files.readString(folder.resolve("slapd.out")));
            }
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    public int tlsPort() {
        return tlsPort;
    }

    public String url() {
        return "ldap://127.0.0.1:" + port;
    }

    public String tlsUrl() {
        return "ldaps://127.0.0.1:" + tlsPort;
    }

    public String suffix() {
        return suffix;
    }

    public String manager() {
        return MANAGER + "," + suffix;
    }

    /// Ends it at once, as a machine that has lost its power.
    public void kill() {
        process.destroyForcibly();
        var _ = exits(PATIENCE);
    }

    /// Starts it again, on the same ports with what its database holds.
    public void restart() throws IOException {
        process = run();
        await();
    }

    private boolean exits(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static int waitFor(Process other) {
        try {
            return other.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    ? other.exitValue()
                    : 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (!exits(PATIENCE)) {
            process.destroyForcibly();
        }
    }
}
