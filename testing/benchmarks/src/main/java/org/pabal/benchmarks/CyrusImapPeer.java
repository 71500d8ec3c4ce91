// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Debian's Cyrus IMAP, unpacked aside by `testing/benchmarks/run` because its package cannot be
/// installed beside Dovecot's. As the package comes, but for the paths, the namespace that lets the
/// same commands name the same mailboxes, and what lets so many sessions in. Passwords are kept in
/// the clear.
final class CyrusImapPeer implements ImapPeer {
    private static final Path UNPACKED = Path.of("target/cyrus").toAbsolutePath();
    private static final Path PROGRAMS = UNPACKED.resolve("usr/lib/cyrus/bin");
    private static final Path LIBRARIES = UNPACKED.resolve("usr/lib/x86_64-linux-gnu");
    private static final int PLAIN_PORT = 17_843;
    private static final int TLS_PORT = 17_844;

    private final Path home;
    private final ProcessGroup group;
    private Optional<Process> master = Optional.empty();

    CyrusImapPeer(Path folder, int accounts) throws IOException, InterruptedException {
        home = folder.resolve("cyrus").toAbsolutePath();
        group = ProcessGroup.create("bench-cyrus");
        for (String name :
                List.of("db", "socket", "proc", "lock", "log", "msg", "quota", "user", "mail")) {
            Files.createDirectories(home.resolve("conf").resolve(name));
        }
        // Its processes do not run as root.
        for (int i = 1; i <= home.getNameCount(); i++) {
            Path.of("/").resolve(home.subpath(0, i)).toFile().setExecutable(true, false);
        }
        writeCertificate();
        writeConfiguration();
        addPasswords(accounts);
        Shell.run("chown", "-R", "nobody", home.toString());
        start();
    }

    static boolean isThere() {
        return Files.isExecutable(PROGRAMS.resolve("imapd"));
    }

    private void writeCertificate() throws IOException, InterruptedException {
        Shell.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-keyout",
                home.resolve("key.pem").toString(),
                "-out",
                home.resolve("cert.pem").toString());
    }

    private void writeConfiguration() throws IOException {
        Files.writeString(
                home.resolve("imapd.conf"),
                """
                configdirectory: %1$s/conf
                defaultpartition: default
                partition-default: %1$s/conf/mail
                cyrus_user: nobody
                admins: admin
                allowplaintext: yes
                sasl_pwcheck_method: auxprop
                sasl_auxprop_plugin: sasldb
                sasl_sasldb_path: %1$s/sasldb2
                sasl_mech_list: PLAIN
                hashimapspool: true
                delete_mode: immediate
                umask: 077
                autocreate_quota: 0
                altnamespace: yes
                unixhierarchysep: yes
                idlesocket: %1$s/conf/socket/idle
                lmtpsocket: %1$s/conf/socket/lmtp
                notifysocket: %1$s/conf/socket/notify
                proc_path: %1$s/conf/proc
                mboxname_lockpath: %1$s/conf/lock
                tls_server_cert: %1$s/cert.pem
                tls_server_key: %1$s/key.pem
                """
                        .formatted(home));
        Files.writeString(
                home.resolve("cyrus.conf"),
                """
                START {
                  recover cmd="%1$s/ctl_cyrusdb -C %2$s/imapd.conf -r"
                  idled cmd="%1$s/idled -C %2$s/imapd.conf"
                }
                SERVICES {
                  imap cmd="%1$s/imapd -C %2$s/imapd.conf -U 30" listen="127.0.0.1:%3$d" maxchild=6000
                  imaps cmd="%1$s/imapd -C %2$s/imapd.conf -s -U 30" listen="127.0.0.1:%4$d" maxchild=6000
                }
                EVENTS {
                  checkpoint cmd="%1$s/ctl_cyrusdb -C %2$s/imapd.conf -c" period=30
                }
                """
                        .formatted(PROGRAMS, home, PLAIN_PORT, TLS_PORT));
    }

    private void addPasswords(int accounts) throws IOException, InterruptedException {
        addPassword("admin");
        for (int account = 0; account < accounts; account++) {
            addPassword(login(account));
        }
    }

    private void addPassword(String name) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                UNPACKED.resolve("usr/sbin/saslpasswd2").toString(),
                                "-p",
                                "-f",
                                home.resolve("sasldb2").toString(),
                                "-u",
                                InetAddress.getLocalHost().getHostName(),
                                name)
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().write((PASSWORD + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
        if (process.waitFor() != 0) {
            throw new IOException("saslpasswd2 failed for " + name);
        }
    }

    @Override
    public String name() {
        return "Cyrus";
    }

    @Override
    public int imapPort() {
        return PLAIN_PORT;
    }

    @Override
    public int imapsPort() {
        return TLS_PORT;
    }

    @Override
    public ProcessGroup group() {
        return group;
    }

    @Override
    public String login(int account) {
        return "user" + account;
    }

    /// A process for each client: more would not fit into this memory.
    @Override
    public int mostIdling() {
        return 1_000;
    }

    /// It syncs several files for each message.
    @Override
    public boolean isSlowToAppend() {
        return true;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                                group.enter(
                                        List.of(
                                                PROGRAMS.resolve("master").toString(),
                                                "-C",
                                                home.resolve("imapd.conf").toString(),
                                                "-M",
                                                home.resolve("cyrus.conf").toString(),
                                                "-p",
                                                home.resolve("pid").toString(),
                                                "-D")))
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("cyrus.out").toFile());
        builder.environment().put("LD_LIBRARY_PATH", LIBRARIES.toString());
        Process started = builder.start();
        master = Optional.of(started);
        while (started.isAlive()) {
            try (SocketChannel _ =
                    SocketChannel.open(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), PLAIN_PORT))) {
                return;
            } catch (IOException notYet) {
                Thread.sleep(20);
            }
        }
        throw new IOException(
                "Cyrus did not start: " + Files.readString(home.resolve("cyrus.out")));
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        Process running = master.orElseThrow();
        running.destroy();
        if (!running.waitFor(1, TimeUnit.MINUTES)) {
            throw new IOException("Cyrus does not stop");
        }
        for (String idled : group.processes()) { // it has left its parent
            ProcessHandle.of(Long.parseLong(idled)).ifPresent(ProcessHandle::destroy);
        }
        while (!group.processes().isEmpty()) {
            Thread.sleep(20);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stop();
        group.close();
    }
}
