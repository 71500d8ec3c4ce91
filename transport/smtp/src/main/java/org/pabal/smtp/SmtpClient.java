// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.message.EnhancedStatus;
import org.pabal.wire.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The client's end of an SMTP or LMTP session. RFC 5321, RFC 2033, RFC 4954, RFC 3207.
///
/// Opened once, then used for any number of mails while {@link #isUsable}. Everything that the
/// server does wrong is a value: refusals as the server gave them, all else as temporary. For one
/// thread, which blocks on the server.
public final class SmtpClient implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SmtpClient.class);

    private final Connection connection;
    private final SmtpClientConfig config;
    private final ServerDialogue server;
    private @Nullable PeerFacts peer;
    private boolean usable;
    private boolean transactionLeft;

    /// @param connection just made
    public SmtpClient(Connection connection, SmtpClientConfig config) {
        this.connection = connection;
        this.config = config;
        this.server = new ServerDialogue(connection, config.deadlines());
    }

    /// From the server's greeting to the point where mail can be sent.
    public Opening open() {
        ClientOpening opening = new ClientOpening(server, config);
        Opening outcome;
        try {
            outcome = opening.run();
        } catch (IOException lost) {
            outcome = new Opening.Failed(opening.step(), status(lost), reason(lost));
        }
        switch (outcome) {
            case Opening.Ready(var facts) -> {
                peer = facts;
                usable = true;
            }
            case Opening.Refused _, Opening.Failed _ ->
                    log.info("session={} event=not-open outcome={}", connection.id(), outcome);
        }
        return outcome;
    }

    /// True when another mail can be sent.
    public boolean isUsable() {
        return usable;
    }

    /// Sends one mail.
    ///
    /// @return one outcome for each recipient, in order
    public List<DeliveryOutcome> send(OutgoingMail mail) {
        if (!usable || peer == null) {
            throw new IllegalStateException("the session is not open");
        }
        MailExchange exchange = new MailExchange(server, peer, config.protocol(), mail);
        try {
            exchange.run(transactionLeft);
        } catch (IOException lost) {
            usable = false;
            exchange.deferRest(status(lost), reason(lost));
        }
        usable &= exchange.isConnectionUsable();
        transactionLeft = exchange.leavesTransaction();
        return exchange.outcomes();
    }

    /// Says QUIT without insisting on a reply, and closes.
    @Override
    public void close() {
        if (usable) {
            usable = false;
            try {
                server.say(new SmtpCommand.Quit());
                server.flush();
            } catch (IOException lost) {
                log.debug("session={} event=lost", connection.id(), lost);
            }
        }
        connection.close();
    }

    /// RFC 3463 §3.5: no answer, a bad connection, or no sense in what was said.
    private static EnhancedStatus status(IOException failure) {
        return switch (failure) {
            case MalformedReply _ -> EnhancedStatus.of("4.5.0");
            case SocketTimeoutException _ -> EnhancedStatus.of("4.4.1");
            default -> EnhancedStatus.of("4.4.2");
        };
    }

    private static String reason(IOException failure) {
        return Optional.ofNullable(failure.getMessage())
                .orElse(failure.getClass().getSimpleName())
                .replaceAll("\\p{Cntrl}", "?");
    }
}
