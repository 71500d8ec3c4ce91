// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.util.Optional;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.arc.ArcOutcome;
import org.pabal.mailauth.arc.ArcResult;
import org.pabal.mailauth.arc.ArcSealer;
import org.pabal.mailauth.arc.ArcSealing;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.signing.SigningKey;
import org.pabal.mailauth.results.AuthenticationResults;
import org.pabal.mailauth.results.MethodResult;
import org.pabal.message.Domain;

/// Seals mail that was examined when it came and is passed on later, by a script. RFC 8617 §5. Safe
/// for use by many threads.
public final class PassedOnSeals {
    private final ArcSealer sealer;
    private final SealingKeys keys;

    public PassedOnSeals(ArcSealer sealer, SealingKeys keys) {
        this.sealer = sealer;
        this.keys = keys;
    }

    /// Begins with the header section of what leaves.
    ///
    /// @param domain whose address leads elsewhere
    /// @param found what was found of the mail when it came; empty for a mail that was not examined
    /// @param section as it will stand below the seal
    /// @return empty when the domain has no key, nothing was found, or nothing can be added to the
    ///     mail's chain
    public Optional<Sealing> begin(Domain domain, String found, byte[] section) {
        Optional<AuthenticationResults> results = AuthenticationResults.parse(found);
        Optional<SigningKey> key = results.isEmpty() ? Optional.empty() : keys.of(domain);
        if (key.isEmpty() || results.isEmpty()) {
            return Optional.empty();
        }
        MessageHeader header = MessageHeader.parse(section);
        return chain(results.get(), header)
                .map(chain -> {
                    BodyHashes body = new BodyHashes();
                    return new Sealing(
                            sealer.begin(header, body),
                            body,
                            chain,
                            results.get().payload(),
                            key.get());
                });
    }

    /// The chain as it was found; where none was, all of it is ours.
    private static Optional<ArcOutcome> chain(AuthenticationResults found, MessageHeader header) {
        String word = found.of("arc").map(MethodResult::result).orElse("none");
        return word.equals(ArcResult.PASS.text()) || word.equals(ArcResult.NONE.text())
                ? ArcOutcome.known(header)
                : Optional.empty();
    }

    /// One message's seal, while its body goes by. For one thread.
    public static final class Sealing {
        private final ArcSealing sealing;
        private final BodyHashes body;
        private final ArcOutcome chain;
        private final String results;
        private final SigningKey key;

        private Sealing(
                ArcSealing sealing,
                BodyHashes body,
                ArcOutcome chain,
                String results,
                SigningKey key) {
            this.sealing = sealing;
            this.body = body;
            this.chain = chain;
            this.results = results;
            this.key = key;
        }

        public void body(byte[] octets, int offset, int length) {
            body.write(octets, offset, length);
        }

        /// @return the three fields, or nothing
        public byte[] finish() {
            body.end();
            return sealing.finish(chain, results, key).orElseGet(() -> new byte[0]);
        }
    }
}
