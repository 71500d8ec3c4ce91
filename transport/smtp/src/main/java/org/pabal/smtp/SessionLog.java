// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.pabal.message.ReversePath;
import org.pabal.wire.Connection;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a session tells the operator's log, one line of `key=value` for each event, and the
/// metrics. Foreign values are escaped; credentials never come here.
final class SessionLog {
    private static final Logger log = LoggerFactory.getLogger(SmtpSession.class);

    private final Connection connection;
    private final SmtpObserver observer;
    private InetSocketAddress remote;
    private Optional<FrontAttributes> forwarded = Optional.empty();

    SessionLog(Connection connection, SmtpObserver observer) {
        this.connection = connection;
        this.observer = observer;
        this.remote = connection.remote();
    }

    /// A front has told who the client is.
    void introduced(InetSocketAddress client) {
        log.info(
                "session={} event=xclient front={} client={}",
                connection.id(),
                connection.remote().getHostString(),
                client.getHostString());
        remote = client;
    }

    /// A front has told where the next mail comes from.
    void forwarded(FrontAttributes told) {
        forwarded = Optional.of(told);
    }

    /// What a front has told of the next mail.
    Optional<FrontAttributes> forwarded() {
        return forwarded;
    }

    /// The mail that was forwarded is over.
    void endOfTransaction() {
        forwarded = Optional.empty();
    }

    /// A client that took this port for another.
    void misdirected(String how) {
        log.info(
                "session={} event=misdirected client={} reason={}",
                connection.id(),
                remote.getHostString(),
                new LogText(how));
    }

    void earlyTalker(SmtpCommand said) {
        log.info(
                "session={} event=early-talker client={} said={}",
                connection.id(),
                remote.getHostString(),
                said.getClass().getSimpleName());
    }

    void refused(String command, Object argument, SmtpReply reply, String reason) {
        observer.refused(reply);
        if (log.isInfoEnabled()) {
            log.info(
                    "session={} event=refused command={} argument={} client={} reply={} reason={}",
                    connection.id(),
                    command,
                    new LogText(argument),
                    remote.getHostString(),
                    new LogText(shown(reply)),
                    new LogText(reason));
        }
    }

    /// The end of a mail's content: taken over, or refused for all.
    void mail(ReversePath from, int recipients, long octets, List<SmtpReply> replies) {
        boolean accepted = false;
        for (SmtpReply reply : replies) {
            if (reply.isPositive()) {
                accepted = true;
            } else {
                observer.refused(reply);
            }
        }
        if (accepted) {
            observer.mailAccepted(octets);
        }
        if (log.isInfoEnabled()) {
            log.info(
                    "session={} event={} from={} recipients={} octets={} reply={}{}",
                    connection.id(),
                    accepted ? "accepted" : "refused-content",
                    new LogText(from),
                    recipients,
                    octets,
                    new LogText(
                            String.join("; ", replies.stream().map(SessionLog::shown).toList())),
                    forwarded
                            .map(told -> " forwarded-for=" + new LogText(told.values()))
                            .orElse(""));
        }
    }

    void authenticated(String mechanism, ClientFacts.Authenticated identity) {
        observer.authenticated();
        log.info(
                "session={} event=authenticated mechanism={} identity={} acting-for={}",
                connection.id(),
                mechanism,
                new LogText(identity.authenticationIdentity()),
                new LogText(identity.authorizationIdentity()));
    }

    void authenticationFailed(String mechanism, String identity, String reason) {
        observer.authenticationFailed();
        log.info(
                "session={} event=authentication-failed mechanism={} identity={} client={} reason={}",
                connection.id(),
                mechanism,
                new LogText(identity),
                remote.getHostString(),
                new LogText(reason));
    }

    void hangUp(String status, String why) {
        log.info(
                "session={} event=hang-up status={} why={}",
                connection.id(),
                status,
                new LogText(why));
    }

    /// The client left without QUIT, or the server drains.
    void endOfInput() {
        log.info("session={} event=end-of-input", connection.id());
    }

    void lost(Exception reason) {
        log.info(
                "session={} event=lost reason={}",
                connection.id(),
                new LogText(String.valueOf(reason.getMessage())));
    }

    void startTlsInjection() {
        log.warn(
                "session={} event=starttls-injection client={}",
                connection.id(),
                remote.getHostString());
    }

    void unavailable(RuntimeException outOfOrder) {
        log.warn(
                "session={} event=unavailable reason={}",
                connection.id(),
                new LogText(String.valueOf(outOfOrder.getMessage())));
    }

    void bug(RuntimeException bug) {
        log.error("session={} event=bug", connection.id(), bug);
    }

    private static String shown(SmtpReply reply) {
        String status = reply.status().map(found -> found + " ").orElse("");
        return reply.code() + " " + status + String.join(" / ", reply.lines());
    }
}
