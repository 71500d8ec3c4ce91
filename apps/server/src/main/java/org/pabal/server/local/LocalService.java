// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.server.local.LocalRequest.Malformed;
import org.pabal.smtp.MailService;
import org.pabal.smtp.SmtpConfig;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.SmtpSession;
import org.pabal.smtp.SmtpSurroundings;
import org.pabal.wire.Connection;
import org.pabal.wire.Connection.Line;
import org.pabal.wire.ConnectionHandler;
import org.pabal.wire.LocalPeer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's end of the socket for programs of this host. A request and its message get one
/// line for each recipient, a reply of SMTP, and a line with a dot.
public final class LocalService implements ConnectionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LocalService.class);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final LocalMail mail;
    private final SmtpConfig smtp;
    private final SmtpSurroundings surroundings;

    /// @param smtp how sessions of `sendmail -bs` speak
    public LocalService(LocalMail mail, SmtpConfig smtp, SmtpSurroundings surroundings) {
        this.mail = mail;
        this.smtp = smtp;
        this.surroundings = surroundings;
    }

    @Override
    public void handle(Connection connection) throws IOException {
        connection.readDeadline(PATIENCE);
        String user = connection.localPeer().map(LocalPeer::user).orElse("");
        LocalRequest request;
        try {
            request = LocalRequest.parse(lines(connection));
        } catch (Malformed malformed) {
            say(connection, "501 5.5.2 " + malformed.getMessage());
            return;
        }
        switch (request.kind()) {
            case SMTP -> speak(connection, user);
            case SUBMIT -> answer(connection, request, user);
            case DELIVER -> answer(connection, request, user);
            case VERIFY -> say(connection, mail.verify(request, user, connection.id()));
        }
    }

    private static List<String> lines(Connection connection) throws IOException, Malformed {
        List<String> lines = new ArrayList<>();
        while (connection.readLine(LocalRequest.MAX_LINE_OCTETS, LocalRequest.MAX_LINE_OCTETS)
                instanceof Line.Complete(var octets)) {
            if (octets.length == 0) {
                return lines;
            }
            if (lines.size() >= LocalRequest.MAX_LINES) {
                throw new Malformed("the request has too many lines");
            }
            lines.add(new String(octets, StandardCharsets.UTF_8));
        }
        throw new Malformed("the request ended early, or a line is too long");
    }

    private void speak(Connection connection, String user) throws IOException {
        Optional<MailService> service = mail.session(user);
        if (service.isEmpty()) {
            say(connection, "554 5.7.1 You may not submit mail here; see local.users");
            return;
        }
        new SmtpSession(connection, smtp, service.get(), surroundings).run();
    }

    private void answer(Connection connection, LocalRequest request, String user)
            throws IOException {
        MailGiver.Message message = connection::readDotBody;
        List<SmtpReply> replies =
                request.kind() == LocalRequest.Kind.SUBMIT
                        ? mail.submit(request, user, connection.id(), message)
                        : mail.deliver(request, user, connection.id(), message);
        LOG.info(
                "session={} event=local-{} user={} recipients={}",
                connection.id(),
                request.kind() == LocalRequest.Kind.SUBMIT ? "submission" : "delivery",
                user,
                replies.size());
        say(connection, replies);
    }

    private static void say(Connection connection, List<SmtpReply> replies) throws IOException {
        for (SmtpReply reply : replies) {
            write(connection, reply.inOneLine());
        }
        say(connection, ".");
    }

    private static void say(Connection connection, String line) throws IOException {
        write(connection, line);
        connection.flush();
    }

    private static void write(Connection connection, String line) throws IOException {
        connection.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
