// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dkim.DkimResult;
import org.pabal.mailauth.spf.SpfIdentity;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.mailauth.spf.SpfResult;

/// The domains for which a mail was authenticated, or would have been had the DNS answered; in
/// A-labels and lower case. RFC 9989 §4.4.
///
/// @param spf of the reverse-path when SPF passed
/// @param dkim of each signature, in their order; empty for one whose pass does not count
/// @param unsettledSpf of the reverse-path when the DNS did not answer SPF
/// @param unsettledDkim of signatures whose keys the DNS did not give
record Identifiers(
        Optional<String> spf,
        List<Optional<String>> dkim,
        Optional<String> unsettledSpf,
        List<Optional<String>> unsettledDkim) {
    Identifiers {
        dkim = List.copyOf(dkim);
        unsettledDkim = List.copyOf(unsettledDkim);
    }

    static Identifiers of(SpfOutcome spf, List<DkimOutcome> dkim) {
        return new Identifiers(
                spfDomain(spf, SpfResult.PASS),
                dkim.stream().map(each -> signer(each, DkimResult.PASS)).toList(),
                spfDomain(spf, SpfResult.TEMPERROR),
                dkim.stream().map(each -> signer(each, DkimResult.TEMPERROR)).toList());
    }

    /// The name of HELO says nothing of the author, but as what stands in for `<>`. RFC 9989 §4.4.2,
    /// RFC 7208 §2.4.
    private static Optional<String> spfDomain(SpfOutcome spf, SpfResult result) {
        boolean isWanted = spf.result() == result && spf.identity() instanceof SpfIdentity.MailFrom;
        return isWanted ? Optional.of(spf.domain().toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /// A signer who only tests is as good as none: RFC 6376 §3.6.1.
    private static Optional<String> signer(DkimOutcome signature, DkimResult result) {
        boolean isWanted = signature.result() == result && !signature.testing();
        return isWanted && !signature.domain().isEmpty()
                ? Optional.of(signature.domain().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    Stream<String> authenticated() {
        return Stream.concat(spf.stream(), dkim.stream().flatMap(Optional::stream));
    }
}
