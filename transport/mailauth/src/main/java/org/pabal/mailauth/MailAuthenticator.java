// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.dkim.DkimRules;
import org.pabal.mailauth.dkim.DkimVerifier;
import org.pabal.mailauth.dmarc.DmarcChecker;
import org.pabal.mailauth.spf.SpfChecker;
import org.pabal.mailauth.spf.SpfLimits;

/// Examines arriving mail by all methods together. Safe for use by many threads; one for all mail, as
/// it remembers keys.
public final class MailAuthenticator {
    /// Beyond what SPF allows itself.
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// For the look-ups of one mail's policy; each answer comes within ten seconds.
    private static final Duration DMARC_PATIENCE = Duration.ofSeconds(20);

    final SpfChecker spf;
    final DkimVerifier dkim;
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
        this.dmarc = new DmarcChecker(resolver);
        this.spfPatience = spfLimits.time().plus(GRACE);
    }

    /// Begins with what the envelope tells; the DNS is asked while the client goes on talking.
    ///
    /// @param iprev the client's name, looked up by whoever needs it first; asked for at the end.
    ///     Empty when names are not looked up
    public MailAuthentication begin(SendingClient client, Optional<Supplier<Iprev>> iprev) {
        return new MailAuthentication(this, client, iprev);
    }
}
