// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Debian's Postfix, which hands mail to Debian's Dovecot by LMTP, which files it into Maildirs:
/// the usual pair with the settings that their packages come with.
final class PostfixDovecotPeer implements Peer {
    private static final int PORT = 15_925;
    private static final int LMTP_PORT = 15_924;

    private final Path home;
    private final ProcessGroup group;
    private final Process dovecot;

    private PostfixDovecotPeer(Path home, ProcessGroup group, Process dovecot) {
        this.home = home;
        this.group = group;
        this.dovecot = dovecot;
    }

    static PostfixDovecotPeer start(Path folder) throws IOException, InterruptedException {
        Path home = folder.resolve("peer").toAbsolutePath();
        Files.createDirectories(home.resolve("etc"));
        Files.createDirectories(home.resolve("queue/private"));
        Files.createDirectories(home.resolve("data"));
        Files.createDirectories(home.resolve("mail"));
        // Postfix' own user must reach its files.
        for (int i = 1; i <= home.getNameCount(); i++) {
            Path.of("/").resolve(home.subpath(0, i)).toFile().setExecutable(true, false);
        }
        ProcessGroup group = ProcessGroup.create("bench-peer");
        Process dovecot = startDovecot(home, group);
        startPostfix(home, group);
        return new PostfixDovecotPeer(home, group, dovecot);
    }

    private static Process startDovecot(Path home, ProcessGroup group)
            throws IOException, InterruptedException {
        Path config = home.resolve("dovecot.conf");
        Files.writeString(
                config,
                """
                base_dir = %1$s/run
                state_dir = %1$s/state
                protocols = lmtp imap
                log_path = %1$s/dovecot.log
                ssl = no
                disable_plaintext_auth = no
                mail_location = maildir:%1$s/mail/%%n
                auth_username_format = %%n
                default_internal_user = dovecot
                default_login_user = dovenull
                first_valid_uid = 1
                passdb {
                  driver = static
                  args = password=secret
                }
                userdb {
                  driver = static
                  args = uid=%2$s gid=%3$s home=%1$s/mail/%%n allow_all_users=yes
                }
                service imap-login {
                  inet_listener imap {
                    address = 127.0.0.1
                    port = 15943
                  }
                  inet_listener imaps {
                    port = 0
                  }
                }
                service lmtp {
                  unix_listener %1$s/queue/private/dovecot-lmtp {
                    mode = 0666
                  }
                  inet_listener lmtp {
                    address = 127.0.0.1
                    port = %4$d
                  }
                }
                """
                        .formatted(home, idOf("-u", "postfix"), idOf("-g", "postfix"), LMTP_PORT));
        Shell.run("chown", "postfix", home.resolve("mail").toString());
        return new ProcessBuilder(group.enter(List.of("dovecot", "-F", "-c", config.toString())))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("dovecot.out").toFile())
                .start();
    }

    private static void startPostfix(Path home, ProcessGroup group)
            throws IOException, InterruptedException {
        Path etc = home.resolve("etc");
        Files.writeString(
                etc.resolve("main.cf"),
                """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                mail_owner = postfix
                myhostname = mail.%2$s
                mydestination =
                virtual_mailbox_domains = %2$s
                virtual_mailbox_maps = static:ok
                virtual_transport = lmtp:unix:private/dovecot-lmtp
                default_transport = smtp:[127.0.0.1]:%3$d
                smtp_tls_security_level = none
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                mynetworks = 127.0.0.0/8
                smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
                smtpd_client_connection_count_limit = 1000
                smtpd_client_connection_rate_limit = 0
                smtpd_tls_security_level = none
                smtp_dns_support_level = disabled
                message_size_limit = 104857600
                maillog_file = /var/log/postfix-pabal-bench.log
                alias_maps =
                alias_database =
                """
                        .formatted(home, DOMAIN, SmtpSink.PORT));
        Files.writeString(
                etc.resolve("master.cf"),
                Files.readString(Path.of("/usr/share/postfix/master.cf.dist"))
                        .replaceAll("(?m)^smtp      inet", "127.0.0.1:" + PORT + " inet")
                        .replaceAll(
                                "(?m)^(\\S+\\s+(?:inet|unix|fifo|pass)\\s+\\S+\\s+\\S+\\s+)y(\\s)",
                                "$1n$2"));
        Shell.run(
                "chown",
                "postfix",
                home.resolve("data").toString(),
                home.resolve("queue/private").toString());
        List<String> start = group.enter(List.of("postfix", "-c", etc.toString(), "start"));
        Shell.run(start.toArray(String[]::new));
    }

    private static String idOf(String option, String user)
            throws IOException, InterruptedException {
        return Shell.run("id", option, user).strip();
    }

    @Override
    public String name() {
        return "Postfix + Dovecot";
    }

    @Override
    public int smtpPort() {
        return PORT;
    }

    /// Dovecot's own.
    @Override
    public int lmtpPort() {
        return LMTP_PORT;
    }

    @Override
    public ProcessGroup group() {
        return group;
    }

    @Override
    public long filed() throws IOException {
        long filed = 0;
        for (String part : List.of("new", "cur")) {
            for (int i = 0; i < ACCOUNTS; i++) {
                Path folder = home.resolve("mail/user" + i).resolve(part);
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.list(folder)) {
                        filed += files.count();
                    }
                }
            }
        }
        return filed;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Shell.run("postfix", "-c", home.resolve("etc").toString(), "stop");
        dovecot.destroy();
        dovecot.waitFor();
        group.close();
    }
}
