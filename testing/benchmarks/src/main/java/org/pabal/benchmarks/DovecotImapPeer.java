// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Debian's Dovecot with Maildir and with mdbox, as the package comes but for what lets so many
/// sessions in: limits of processes, log-in processes that serve many clients (what its manual calls
/// high-performance mode) and imap processes that serve one client after the other. Passwords are
/// kept in the clear, so that none is hashed.
final class DovecotImapPeer implements ImapPeer {
    private static final int PLAIN_PORT = 17_943;
    private static final int TLS_PORT = 17_944;
    private static final int POP3_PORT = 17_945;
    private static final int POP3S_PORT = 17_946;
    private static final String MAILDIR = "Maildir";
    private static final String MDBOX = "mdbox";

    private final Path home;
    private final ProcessGroup group;
    private Optional<Process> dovecot = Optional.empty();

    DovecotImapPeer(Path folder, int accounts) throws IOException, InterruptedException {
        home = folder.resolve("dovecot").toAbsolutePath();
        Files.createDirectories(home.resolve("mail"));
        // Its users must reach their mail.
        for (int i = 1; i <= home.getNameCount(); i++) {
            Path.of("/").resolve(home.subpath(0, i)).toFile().setExecutable(true, false);
        }
        Shell.run("chown", "-R", "mail:mail", home.resolve("mail").toString());
        Shell.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=mail." + Peer.DOMAIN,
                "-keyout",
                home.resolve("key.pem").toString(),
                "-out",
                home.resolve("cert.pem").toString());
        writeUsers(accounts);
        writeConfig();
        moreInotify();
        group = ProcessGroup.create("bench-dovecot");
        start();
    }

    private void writeUsers(int accounts) throws IOException, InterruptedException {
        String ids = Shell.run("id", "-u", "mail").strip() + ":" + Shell.run("id", "-g", "mail");
        StringBuilder users = new StringBuilder();
        for (int i = 0; i < accounts; i++) {
            addUser(users, login(i), "maildir", ids.strip());
        }
        addUser(users, login(MAILDIR), "maildir", ids.strip());
        addUser(users, login(MDBOX), "mdbox", ids.strip());
        Files.writeString(home.resolve("users"), users);
    }

    private void addUser(StringBuilder users, String name, String format, String ids) {
        Path mail = home.resolve("mail").resolve(name);
        users.append(
                "%s:{PLAIN}%s:%s::%s::userdb_mail=%s:%s/mail%n"
                        .formatted(name, PASSWORD, ids, mail, format, mail));
    }

    private void writeConfig() throws IOException {
        Files.writeString(
                home.resolve("dovecot.conf"),
                """
                base_dir = %1$s/run
                state_dir = %1$s/state
                protocols = imap pop3
                log_path = %1$s/dovecot.log
                listen = 127.0.0.1
                ssl = yes
                ssl_cert = <%1$s/cert.pem
                ssl_key = <%1$s/key.pem
                disable_plaintext_auth = no
                default_internal_user = dovecot
                default_login_user = dovenull
                first_valid_uid = 1
                mail_max_userip_connections = 20000
                default_client_limit = 20000
                default_vsz_limit = 1G
                passdb {
                  driver = passwd-file
                  args = %1$s/users
                }
                userdb {
                  driver = passwd-file
                  args = %1$s/users
                }
                service imap-login {
                  service_count = 0
                  process_min_avail = 2
                  process_limit = 10
                  inet_listener imap {
                    port = %2$d
                  }
                  inet_listener imaps {
                    port = %3$d
                    ssl = yes
                  }
                }
                service pop3-login {
                  service_count = 0
                  process_min_avail = 2
                  process_limit = 10
                  inet_listener pop3 {
                    port = %4$d
                  }
                  inet_listener pop3s {
                    port = %5$d
                    ssl = yes
                  }
                }
                service pop3 {
                  process_limit = 6000
                  service_count = 100
                  idle_kill = 2s
                }
                service imap {
                  process_limit = 6000
                  service_count = 100
                  idle_kill = 2s
                }
                """
                        .formatted(home, PLAIN_PORT, TLS_PORT, POP3_PORT, POP3S_PORT));
    }

    /// Without these it would look for new mail by the clock.
    private static void moreInotify() throws IOException {
        Path instances = Path.of("/proc/sys/fs/inotify/max_user_instances");
        if (Files.isWritable(instances)) {
            Files.writeString(instances, "8192");
        }
    }

    @Override
    public String name() {
        return "Dovecot";
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
    public int pop3Port() {
        return POP3_PORT;
    }

    @Override
    public int pop3sPort() {
        return POP3S_PORT;
    }

    @Override
    public ProcessGroup group() {
        return group;
    }

    @Override
    public String login(int account) {
        return "user" + account;
    }

    @Override
    public List<String> stores() {
        return List.of(MAILDIR, MDBOX);
    }

    @Override
    public String login(String store) {
        return "large-" + store.toLowerCase(Locale.ROOT); // as it takes names
    }

    /// Maildir is meant to be written by others too; Dovecot itself syncs each file.
    @Override
    public boolean fillsItself(String store, String mailbox, int count) throws IOException {
        if (!store.equals(MAILDIR)) {
            return false;
        }
        Path folder = home.resolve("mail").resolve(login(store)).resolve("mail/." + mailbox);
        int owner = (Integer) Files.getAttribute(folder.resolve("cur"), "unix:uid");
        for (int number = 0; number < count; number++) {
            String name = "%d.M%dP1.bench:2,".formatted(1_600_000_000 + number, number);
            Path file = folder.resolve("cur").resolve(name);
            Files.write(file, BenchMessages.message(number));
            Files.setAttribute(file, "unix:uid", owner);
        }
        return true;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        Process started =
                new ProcessBuilder(
                                group.enter(
                                        List.of(
                                                "dovecot",
                                                "-F",
                                                "-c",
                                                home.resolve("dovecot.conf").toString())))
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("dovecot.out").toFile())
                        .start();
        dovecot = Optional.of(started);
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
                "Dovecot did not start: " + Files.readString(home.resolve("dovecot.out")));
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        Process running = dovecot.orElseThrow();
        running.destroy();
        if (!running.waitFor(1, TimeUnit.MINUTES)) {
            throw new IOException("Dovecot does not stop");
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
