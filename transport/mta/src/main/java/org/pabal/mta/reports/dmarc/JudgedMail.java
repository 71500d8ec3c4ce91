// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dmarc.Disposition;
import org.pabal.mailauth.dmarc.DmarcOutcome;
import org.pabal.mailauth.spf.SpfOutcome;

/// A mail as DMARC judged it and what became of it.
///
/// @param client who brought it
/// @param envelopeFrom the domain of the reverse-path in A-labels; empty for `<>`
/// @param envelopeTo the domain of the recipients in A-labels; empty when they are of several
/// @param dmarc what was found
/// @param spf of the identity of MAIL FROM
/// @param dkim those that `dmarc` was made of, in the same order
/// @param applied what was done with it
/// @param overrides why that is not what the domain's owner wishes; empty when it is
public record JudgedMail(
        InetAddress client,
        String envelopeFrom,
        String envelopeTo,
        DmarcOutcome dmarc,
        SpfOutcome spf,
        List<DkimOutcome> dkim,
        Disposition applied,
        List<Overriding> overrides) {
    public JudgedMail {
        dkim = List.copyOf(dkim);
        overrides = List.copyOf(overrides);
    }

    /// Why another thing was done with a mail than its author's domain wishes. RFC 9990 §3.1.6.
    ///
    /// @param comment for the domain's owner, ASCII, without anybody's address; may be empty
    public record Overriding(Reason reason, String comment) {}

    /// RFC 9990 has no `forwarded` (RFC 7489 had): a forwarder whom we know is
    /// {@link #TRUSTED_FORWARDER}.
    public enum Reason {
        /// The evidence of a forwarder that we or the recipient know: a trusted ARC seal, a host that
        /// was declared or learnt.
        TRUSTED_FORWARDER,
        MAILING_LIST,
        /// A setting of ours.
        LOCAL_POLICY,
        OTHER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
