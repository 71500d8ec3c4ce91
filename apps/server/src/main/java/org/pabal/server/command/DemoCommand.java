// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pabal.cli.Administration;
import org.pabal.cli.Administration.Answer;
import org.pabal.cli.Messages;
import org.pabal.cli.PabalCommand;
import org.pabal.cli.Place;
import org.pabal.server.composition.Server;
import org.pabal.server.settings.LogTable;
import org.pabal.server.settings.ServicesTable;
import picocli.CommandLine.Command;

/// `pabal demo`: a server to try out in `./demo-data`, on loopback, ports moved up by 10000.
@Command(name = "demo")
public final class DemoCommand implements Callable<Integer> {
    private static final int PORT_OFFSET = 10_000;
    private static final String DOMAIN = "demo.test";
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int PASSWORD_LETTERS = 14;

    private final PabalCommand pabal;

    public DemoCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Override
    public Integer call() {
        Path data = Path.of("demo-data").toAbsolutePath();
        return ServeCommand.run(
                pabal,
                new Place(data, Optional.of(data.resolve("pabal.toml")).filter(Files::exists)),
                Map.of(
                        ServicesTable.PORT_OFFSET.key(),
                        Integer.toString(PORT_OFFSET),
                        ServicesTable.BIND.key(),
                        "127.0.0.1",
                        ServicesTable.HOSTNAME.key(),
                        "mail." + DOMAIN,
                        LogTable.LOG_TO.key(),
                        "file"),
                server -> welcome(server, data));
    }

    private void welcome(Server server, Path data) {
        try {
            Path passwords = data.resolve("demo-passwords");
            if (!Files.exists(passwords)) {
                furnish(server, passwords);
            }
            print(server, data, Files.readAllLines(passwords));
        } catch (IOException cannot) {
            pabal.context().err().println("pabal: the demo's accounts cannot be made: " + cannot);
        }
    }

    /// Makes the domain, the accounts and the first mail.
    private void furnish(Server server, Path passwords) throws IOException {
        Administration administration = server.administration();
        administration.call("domain.add", Map.of("domain", DOMAIN));
        SecureRandom random = new SecureRandom();
        List<String> lines = new ArrayList<>();
        for (String localPart : List.of("alice", "bob")) {
            String address = localPart + "@" + DOMAIN;
            String password = newPassword(random);
            Answer added =
                    administration.call(
                            "account.add",
                            Map.of(
                                    "address", address,
                                    "password", password,
                                    "language",
                                            pabal.context()
                                                            .messages()
                                                            .bundle()
                                                            .getLocale()
                                                            .getLanguage()
                                                            .equals("ko")
                                                    ? "ko"
                                                    : "en"));
            if (added instanceof Answer.Refused(var reason)) {
                throw new IOException(reason);
            }
            lines.add(address + " " + password);
        }
        Messages messages = pabal.context().messages();
        server.sendThroughOwnSmtp(
                "alice@" + DOMAIN,
                "bob@" + DOMAIN,
                messages.text("demo.subject"),
                messages.text("demo.body"));
        Files.createFile(
                passwords,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(passwords, lines);
    }

    private static String newPassword(SecureRandom random) {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < PASSWORD_LETTERS; i++) {
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    private void print(Server server, Path data, List<String> accounts) {
        PrintWriter out = pabal.context().out();
        out.println(say("demo.welcome"));
        for (String line : accounts) {
            String[] parts = line.split(" ");
            out.println(say("demo.account", parts[0], parts[1]));
        }
        String[] alice = accounts.get(0).split(" ");
        String[] bob = accounts.get(1).split(" ");
        server.webAddress().ifPresent(address -> out.println(say("demo.web", address)));
        out.println(say("demo.first"));
        out.println(
                "  curl -k --user "
                        + bob[0]
                        + ":"
                        + bob[1]
                        + " 'imaps://127.0.0.1:"
                        + port(993)
                        + "/INBOX;UID=1'");
        out.println(say("demo.send"));
        out.println(
                "  printf 'From: %s\\nTo: %s\\nSubject: Hello\\n\\nHi, Bob.\\n' "
                        + alice[0]
                        + " "
                        + bob[0]
                        + " | curl -k --user "
                        + alice[0]
                        + ":"
                        + alice[1]
                        + " --crlf --mail-from "
                        + alice[0]
                        + " --mail-rcpt "
                        + bob[0]
                        + " -T - smtps://127.0.0.1:"
                        + port(465));
        out.println(
                "  swaks --server 127.0.0.1:"
                        + port(587)
                        + " --tls --auth-user "
                        + alice[0]
                        + " --auth-password "
                        + alice[1]
                        + " --from "
                        + alice[0]
                        + " --to "
                        + bob[0]);
        out.println(say("demo.mutt"));
        out.println(
                "  mutt -e 'set imap_user=\""
                        + bob[0]
                        + "\" imap_pass=\""
                        + bob[1]
                        + "\"' -f imaps://127.0.0.1:"
                        + port(993)
                        + "/INBOX");
        out.println(
                say(
                        "demo.ports",
                        port(25),
                        port(587),
                        port(465),
                        port(143),
                        port(993),
                        port(9925)));
        out.println(say("demo.data", data));
        out.println("  ./pabal status --data " + data);
        out.println(say("demo.stop"));
        out.flush();
    }

    private static String port(int wellKnown) {
        return Integer.toString(wellKnown + PORT_OFFSET);
    }

    private String say(String key, Object... arguments) {
        return pabal.context().messages().text(key, arguments);
    }
}
