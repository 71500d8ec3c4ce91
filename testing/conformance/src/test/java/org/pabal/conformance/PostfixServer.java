// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Debian's Postfix in a folder of its own, on a loopback port of its own.
record PostfixServer(Path home, int port) implements AutoCloseable {

    static boolean isInstalled() {
        return Run.has("postfix") && Files.isWritable(Path.of("/var/log"));
    }

    /// @param settings lines of main.cf besides those of every such server; `%h` is its folder
    static PostfixServer start(Path folder, int port, String settings) throws Exception {
        Path home = Daemon.homeIn(folder, "postfix-" + port);
        Path etc = Files.createDirectory(home.resolve("etc"));
        String fixed =
                """
                compatibility_level = 3.6
                queue_directory = %h/queue
                data_directory = %h/data
                mail_owner = postfix
                myhostname = postfix.test
                mydestination =
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                smtp_dns_support_level = disabled
                maillog_file = /var/log/postfix-pabal-%p.log
                alias_maps =
                alias_database =
                minimal_backoff_time = 5s
                queue_run_delay = 5s
                """;
        Files.writeString(
                etc.resolve("main.cf"),
                (fixed + settings)
                        .replace("%h", home.toString())
                        .replace("%p", Integer.toString(port)));
        String master =
                Files.readString(Path.of("/usr/share/postfix/master.cf.dist"))
                        .replaceAll("(?m)^smtp      inet", "127.0.0.1:" + port + " inet")
                        .replaceAll(
                                "(?m)^(\\S+\\s+(?:inet|unix|fifo|pass)\\s+\\S+\\s+\\S+\\s+)y(\\s)",
                                "$1n$2");
        Files.writeString(etc.resolve("master.cf"), master);
        Files.createDirectory(home.resolve("queue"));
        Files.createDirectory(home.resolve("data"));
        Run.command("chown", "postfix", home.resolve("data").toString()).run().mustSucceed();
        PostfixServer server = new PostfixServer(home, port);
        Run.command("postfix", "-c", etc.toString(), "start").in(home).run().mustSucceed();
        return server;
    }

    /// Hands mail in at this Postfix, as a program on its host does.
    Run.Result sendmail(byte[] mail, String from, String... to) throws Exception {
        var command =
                new java.util.ArrayList<>(
                        java.util.List.of("sendmail", "-C", home + "/etc", "-f", from));
        command.addAll(java.util.List.of(to));
        return Run.command(command).input(mail).in(home).run();
    }

    String log() throws IOException {
        return Files.readString(logFile());
    }

    private Path logFile() {
        return Path.of("/var/log/postfix-pabal-" + port + ".log");
    }

    @Override
    public void close() throws Exception {
        Run.command("postfix", "-c", home + "/etc", "stop").run();
        Files.deleteIfExists(logFile());
    }
}
