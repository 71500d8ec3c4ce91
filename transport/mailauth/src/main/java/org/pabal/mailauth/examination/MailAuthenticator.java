// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.examination;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.arc.ArcVerifier;
import org.pabal.mailauth.dkim.DkimRules;
import org.pabal.mailauth.dkim.DkimVerifier;
import org.pabal.mailauth.dmarc.DmarcChecker;
import org.pabal.mailauth.spf.SpfChecker;
import org.pabal.mailauth.spf.SpfIdentity;
import org.pabal.mailauth.spf.SpfLimits;
import org.pabal.mailauth.spf.SpfResult;

/// Examines arriving mail by all methods together. Safe for use by many threads; one for all mail, as
/// it remembers keys.
public final class MailAuthenticator {
    /// Beyond what SPF allows itself.
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// For the look-ups of one mail's policy; each answer comes within ten seconds.
    private static final Duration DMARC_PATIENCE = Duration.ofSeconds(20);

    final SpfChecker spf;
    final DkimVerifier dkim;
    final ArcVerifier arc;
    final DmarcChecker dmarc;
    final Duration spfPatience;
    final Duration dmarcPatience = DMARC_PATIENCE;

    /// @param receiver our own name, which SPF's explanations may show
    public MailAuthenticator(
            Resolver resolver,
            SpfLimits spfLimits,
            DkimRules dkimRules,
            String receiver,
            InstantSource clock) {
        this.spf = new SpfChecker(resolver, spfLimits, receiver, clock);
        this.dkim = new DkimVerifier(resolver, dkimRules, clock);
        this.arc = new ArcVerifier(dkim);
        this.dmarc = new DmarcChecker(resolver);
        this.spfPatience = spfLimits.time().plus(GRACE);
    }

    /// Whether the SPF record of a domain, whatever the mail says, lets a client send. Waits for it.
    public boolean isAuthorised(SendingClient client, String domain) {
        return spf.check(new SpfIdentity.Helo(domain), client.address(), domain).result()
                == SpfResult.PASS;
    }

    /// Begins with what the envelope tells; the DNS is asked while the client goes on talking.
    ///
    /// @param iprev the client's name, looked up by whoever needs it first; asked for at the end.
    ///     Empty when names are not looked up
    public MailAuthentication begin(SendingClient client, Optional<Supplier<Iprev>> iprev) {
        return new MailAuthentication(this, client, iprev);
    }
}
