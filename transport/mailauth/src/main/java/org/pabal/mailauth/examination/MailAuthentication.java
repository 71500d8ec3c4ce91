// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.examination;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.arc.ArcValidation;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.DkimVerification;
import org.pabal.mailauth.dmarc.Alignment;
import org.pabal.mailauth.dmarc.Disposition;
import org.pabal.mailauth.dmarc.DmarcOutcome;
import org.pabal.mailauth.dmarc.DmarcResult;
import org.pabal.mailauth.spf.SpfChecker;
import org.pabal.mailauth.spf.SpfIdentity;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.mailauth.spf.SpfResult;

/// One mail under examination, in one pass: SPF from the envelope on, the signatures' keys from the
/// header section on, the body as it goes by, DMARC at the end. For one thread, which is kept waiting
/// only by questions about SPF and by {@link #finish}, and by those for a bounded time.
///
/// Nothing that a mail or the DNS says makes it throw.
public final class MailAuthentication implements AutoCloseable {
    private final MailAuthenticator authenticator;
    private final SendingClient client;
    private final Optional<Supplier<Iprev>> iprev;
    private final Pending<SpfOutcome> spfHelo;
    private final Pending<SpfOutcome> spfMailFrom;
    private final BodyHashes body = new BodyHashes();
    private MessageHeader header = MessageHeader.EMPTY;
    private DkimVerification dkim;
    private ArcValidation arc;

    MailAuthentication(
            MailAuthenticator authenticator,
            SendingClient client,
            Optional<Supplier<Iprev>> iprev) {
        this.authenticator = authenticator;
        this.client = client;
        this.iprev = iprev;
        this.spfHelo = spf(new SpfIdentity.Helo(client.helo()));
        this.spfMailFrom = spf(SpfChecker.mailFrom(client.from(), client.helo()));
        this.dkim = authenticator.dkim.begin(header, body);
        this.arc = authenticator.arc.begin(header, body);
    }

    private Pending<SpfOutcome> spf(SpfIdentity identity) {
        return Pending.begin(
                "spf",
                () -> authenticator.spf.check(identity, client.address(), client.helo()),
                reason -> withoutAnswer(identity, reason));
    }

    private static SpfOutcome withoutAnswer(SpfIdentity identity, String reason) {
        return new SpfOutcome(
                SpfResult.TEMPERROR, identity, domain(identity), "", reason, "", List.of());
    }

    private static String domain(SpfIdentity identity) {
        return switch (identity) {
            case SpfIdentity.Helo(var name) -> name;
            case SpfIdentity.MailFrom(var address) -> address.domain().toAscii();
        };
    }

    private static DmarcOutcome withoutAnswer(String reason) {
        return new DmarcOutcome(
                DmarcResult.TEMPERROR,
                "",
                Optional.empty(),
                Disposition.NONE,
                Alignment.NONE,
                List.of(),
                reason);
    }

    /// Waits for the answer. RFC 7208 §2.3.
    public SpfOutcome spfHelo() {
        return spfHelo.get(authenticator.spfPatience);
    }

    /// Waits for the answer. RFC 7208 §2.4.
    public SpfOutcome spfMailFrom() {
        return spfMailFrom.get(authenticator.spfPatience);
    }

    /// Takes the header section, before the body. A mail without one needs no call.
    public void header(MessageHeader section) {
        header = section;
        dkim = authenticator.dkim.begin(header, body);
        arc = authenticator.arc.begin(header, body);
    }

    /// Whether anything is to be known of the body: without it, nobody needs to write it.
    public boolean wantsBody() {
        return body.areWanted();
    }

    /// Takes the next octets of the body, from behind the empty line.
    public void write(byte[] octets, int offset, int length) {
        body.write(octets, offset, length);
    }

    /// The mail is complete: waits for the answers that are still out.
    public Findings finish() {
        var signatures = dkim.finish();
        var chain = arc.finish();
        var mailFrom = spfMailFrom();
        Pending<DmarcOutcome> policy =
                Pending.begin(
                        "dmarc",
                        () -> authenticator.dmarc.check(header, mailFrom, signatures),
                        MailAuthentication::withoutAnswer);
        try {
            return new Findings(
                    client,
                    iprev.map(Supplier::get),
                    spfHelo(),
                    mailFrom,
                    signatures,
                    chain,
                    policy.get(authenticator.dmarcPatience));
        } finally {
            policy.cancel();
        }
    }

    /// Lets go of the questions that nobody needs answered any more.
    @Override
    public void close() {
        spfHelo.cancel();
        spfMailFrom.cancel();
    }
}
