// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.pabal.message.UnavailableException;
import org.pabal.message.envelope.DeliverBy;
import org.pabal.message.envelope.MailRequest;
import org.pabal.sasl.SaslChannel;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.smtp.SmtpConfig.Role;

/// What a listener offers a client at this moment. RFC 5321 §4.1.1.1.
///
/// @param startTlsPossible there is a certificate
/// @param fromFront whether a front speaks, which may tell whom it speaks for
record Extensions(
        SmtpConfig config,
        boolean startTlsPossible,
        BooleanSupplier fromFront,
        InstantSource clock,
        MailService service) {

    /// The lines of `ehlo-ok-rsp`.
    List<String> announced(ClientFacts client) {
        List<String> lines = new ArrayList<>(20);
        lines.add(config.hostname());
        lines.add("PIPELINING");
        lines.add("SIZE " + config.mail().maxOctets());
        lines.add("8BITMIME");
        lines.add("SMTPUTF8");
        lines.add("ENHANCEDSTATUSCODES");
        lines.add("CHUNKING");
        lines.add("BINARYMIME");
        lines.add("DSN");
        lines.add("MT-PRIORITY");
        if (offersDeliverBy()) {
            lines.add("DELIVERBY " + config.mail().leastDeliverBy().toSeconds());
        }
        if (offersFutureRelease()) {
            lines.add(futureRelease());
        }
        lines.add(
                "LIMITS MAILMAX="
                        + config.session().maxMails()
                        + " RCPTMAX="
                        + config.mail().maxRecipients());
        if (client.tls().isPresent()) {
            lines.add("REQUIRETLS"); // RFC 8689 §2
        } else if (startTlsPossible) {
            lines.add("STARTTLS");
        }
        List<String> mechanisms = mustEncryptFirst(client) ? List.of() : announceable(client);
        if (!mechanisms.isEmpty()) {
            lines.add("AUTH " + String.join(" ", mechanisms));
        }
        if (service.offersEtrn(client)) {
            lines.add("ETRN");
        }
        if (fromFront.getAsBoolean()) {
            lines.add("XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT");
            lines.add("XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE");
        }
        lines.add("HELP");
        return lines;
    }

    /// Behind LMTP nothing waits that a deadline could cut short.
    private boolean offersDeliverBy() {
        return config.role() != Role.LMTP;
    }

    private boolean offersFutureRelease() {
        return config.role() == Role.SUBMISSION && !config.mail().maxHold().isZero();
    }

    /// `FUTURERELEASE` with the longest interval and the last moment. RFC 4865 §4.
    private String futureRelease() {
        return "FUTURERELEASE "
                + config.mail().maxHold().toSeconds()
                + " "
                + clock.instant().plus(config.mail().maxHold()).truncatedTo(ChronoUnit.SECONDS);
    }

    /// What speaks against the parameters of MAIL, were they sent by this client.
    Optional<SmtpReply> objection(ClientFacts client, MailParameters parameters) {
        if (parameters.size().orElse(0) > config.mail().maxOctets()) {
            return Optional.of(Answers.TOO_LARGE);
        }
        MailRequest request = parameters.request();
        if (request.requireTls() && client.tls().isEmpty()
                || request.deliverBy().isPresent() && !offersDeliverBy()
                || parameters.release().isPresent() && !offersFutureRelease()) {
            return Optional.of(Answers.UNKNOWN_PARAMETER);
        }
        if (request.deliverBy().filter(this::isTooSoon).isPresent()) {
            return Optional.of(Answers.DELIVERY_TOO_SOON);
        }
        return parameters
                .release()
                .map(release -> release.from(clock.instant()))
                .filter(at -> at.isAfter(clock.instant().plus(config.mail().maxHold())))
                .map(_ -> Answers.RELEASE_TOO_FAR);
    }

    private boolean isTooSoon(DeliverBy by) {
        return by.mode() == DeliverBy.Mode.RETURN
                && by.seconds() < config.mail().leastDeliverBy().toSeconds();
    }

    boolean offersAuth() {
        return !config.login().mechanisms().isEmpty();
    }

    /// RFC 4954 §6, THREATS A06.
    boolean mustEncryptFirst(ClientFacts client) {
        return config.login().requireTls() && client.tls().isEmpty();
    }

    /// A source that is down does not keep anybody from saying EHLO: AUTH then says what is wrong
    /// (THREATS A13).
    private List<String> announceable(ClientFacts client) {
        try {
            return mechanisms(client);
        } catch (UnavailableException down) {
            return config.login().mechanisms();
        }
    }

    List<String> mechanisms(ClientFacts client) {
        return offersAuth()
                ? SaslMechanisms.offered(
                        config.login().mechanisms(), service.credentials(client), channel(client))
                : List.of();
    }

    /// With its binding only when a `-PLUS` mechanism is announced.
    SaslChannel channelFor(ClientFacts client) {
        boolean plusAnnounced =
                mechanisms(client).stream().anyMatch(name -> name.endsWith("-PLUS"));
        return plusAnnounced ? channel(client) : channel(client).withoutBindings();
    }

    private static SaslChannel channel(ClientFacts client) {
        return client.tls()
                .map(facts -> new SaslChannel(facts.channelBindings(), facts.clientCertificate()))
                .orElse(SaslChannel.PLAIN);
    }
}
