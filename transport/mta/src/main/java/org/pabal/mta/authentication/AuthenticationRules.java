// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// How mail is judged by what its authentication found.
///
/// @param authservId in whose name results are written, RFC 8601 §2.5
/// @param ownIds all names whose results are taken out of arriving mail
/// @param skipped clients whose mail is not examined at all
/// @param trustedSealers domains whose ARC seals are believed, A-labels in lower case
public record AuthenticationRules(
        String authservId,
        List<String> ownIds,
        Predicate<InetAddress> skipped,
        Mode mode,
        Dmarc dmarc,
        BadAuthor badAuthor,
        SpfRules spf,
        Set<String> trustedSealers,
        Fields fields,
        Learning learning) {
    public AuthenticationRules {
        ownIds = List.copyOf(ownIds);
        trustedSealers = Set.copyOf(trustedSealers);
    }

    /// Whether what was decided is done.
    public enum Mode {
        ENFORCE,
        /// All is found, decided, written and logged, and nothing is refused.
        TEST
    }

    /// What becomes of mail that fails DMARC.
    public enum Dmarc {
        /// What the author's domain asks for.
        ENFORCE,
        /// It is marked where the domain asks for a refusal, too.
        MARK,
        /// What the domain asks for is written down only.
        OFF
    }

    /// What becomes of mail whose From field does not name one author's domain and is not refused for
    /// any of those that it names (THREATS M09).
    public enum BadAuthor {
        REJECT,
        MARK,
        ACCEPT
    }

    /// Which fields tell of it.
    public enum Fields {
        BOTH,
        AUTHENTICATION_RESULTS,
        RECEIVED_SPF,
        NONE
    }

    /// Whether forwarders are learnt.
    public enum Learning {
        ON,
        OFF
    }

    public static AuthenticationRules defaults(String hostname) {
        return new AuthenticationRules(
                hostname,
                List.of(hostname),
                _ -> false,
                Mode.ENFORCE,
                Dmarc.ENFORCE,
                BadAuthor.MARK,
                SpfRules.defaults(),
                Set.of(),
                Fields.BOTH,
                Learning.ON);
    }

    public AuthenticationRules with(SpfRules wish) {
        return with(mode, dmarc, badAuthor, wish, trustedSealers);
    }

    public AuthenticationRules with(Dmarc wish) {
        return with(mode, wish, badAuthor, spf, trustedSealers);
    }

    public AuthenticationRules with(Mode wish) {
        return with(wish, dmarc, badAuthor, spf, trustedSealers);
    }

    public AuthenticationRules with(BadAuthor wish) {
        return with(mode, dmarc, wish, spf, trustedSealers);
    }

    public AuthenticationRules trusting(Set<String> sealers) {
        return with(mode, dmarc, badAuthor, spf, sealers);
    }

    private AuthenticationRules with(
            Mode newMode,
            Dmarc newDmarc,
            BadAuthor newBadAuthor,
            SpfRules newSpf,
            Set<String> newSealers) {
        return new AuthenticationRules(
                authservId,
                ownIds,
                skipped,
                newMode,
                newDmarc,
                newBadAuthor,
                newSpf,
                newSealers,
                fields,
                learning);
    }
}
